/// Walks the rows of a range in order: those of the database, with an overlay's puts and deletes
/// over them.
struct MergedWalk {
    private let cursor: LevelDB.Cursor
    private let overlay: Overlay?
    private let range: KeyRange
    private let direction: Direction
    private var pending: [Int] = []
    private var pendingIndex = 0
    private var stored: [UInt8] = []
    private var hasStored = false
    private var current: Place = .start
    /// Whether the present row is to be left by a seek: LevelDB's step looks at each state that it
    /// had of late, thousands where every commit writes it, and a seek at none.
    var isAtBusyRow = false

    private enum Place {
        case start
        case database
        case overlay(Int)
    }

    /// A walk over `range` that has not begun.
    init(
        _ cursor: LevelDB.Cursor, _ overlay: Overlay?, _ range: KeyRange, _ direction: Direction
    ) {
        self.cursor = cursor
        self.overlay = overlay
        self.range = range
        self.direction = direction
    }

    /// Goes before the first row; ascending, at or behind `place`, before which there is none.
    mutating func start(at place: [UInt8]? = nil) throws(StoreFault) {
        if let overlay {
            pending = overlay.latest(in: range)
            if direction == .descending { pending.reverse() }
        }
        cursor.seek(place ?? (direction == .ascending ? range.lower : range.upper))
        if direction == .descending {
            try stepBackFromUpper()
        }
        load()
    }

    /// Where the gap ends that an ascending walk began in: at the first row of the database, or the
    /// first that is changed over it, deleted ones too: the group on its way may have put them;
    /// only before `next`.
    var endOfGap: [UInt8] {
        let first = hasStored ? stored : range.upper
        guard let overlay, let changed = pending.first.map({ overlay.key($0) }) else {
            return first
        }
        return compare(changed, first[...]) < 0 ? Array(changed) : first
    }

    /// Goes to the next row that exists; false at the end, which may come early: `finish` tells.
    mutating func next() -> Bool {
        if case .database = current { advance() }
        while true {
            guard let overlay, pendingIndex < pending.count else {
                current = .database
                return hasStored
            }
            let candidate = pending[pendingIndex]
            let order = hasStored ? compare(overlay.key(candidate), stored[...]) : -1
            guard order <= 0 else {
                current = .database
                return true
            }
            pendingIndex += 1
            if order == 0 { advance() }
            if overlay.isPut(candidate) {
                current = .overlay(candidate)
                return true
            }
        }
    }

    /// The row's key; only after `next` answered true.
    var key: ArraySlice<UInt8> {
        guard case .overlay(let index) = current, let overlay else { return stored[...] }
        return overlay.key(index)
    }

    /// The row's value; only after `next` answered true.
    func value() -> [UInt8] {
        guard case .overlay(let index) = current, let overlay else { return cursor.value() }
        return overlay.value(index) ?? []
    }

    private mutating func advance() {
        guard hasStored else { return }
        switch direction {
        case .ascending:
            if isAtBusyRow {
                stored.append(0)
                cursor.seek(stored)
            } else {
                cursor.next()
            }
        case .descending: cursor.previous()
        }
        isAtBusyRow = false
        load()
    }

    /// The cursor stands at or behind `upper`, which is outside.
    private func stepBackFromUpper() throws(StoreFault) {
        if cursor.isValid {
            cursor.previous()
        } else {
            try cursor.check()
            cursor.seekToLast()
        }
    }

    /// Throws when a row may have been missed: LevelDB steps over a damaged block and walks on
    /// behind it.
    func finish() throws(StoreFault) {
        try cursor.check()
    }

    private mutating func load() {
        hasStored = cursor.isValid
        guard hasStored else { return }
        cursor.readKey(into: &stored)
        hasStored =
            KeyOrder.compare(stored[...], range.lower[...]) >= 0
            && KeyOrder.compare(stored[...], range.upper[...]) < 0
    }

    /// Below zero when `left` comes before `right` in the direction of the walk.
    private func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        let order = KeyOrder.compare(left, right)
        return direction == .ascending ? order : -order
    }
}
