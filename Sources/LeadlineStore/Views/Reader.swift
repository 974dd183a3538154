/// Looks keys up and walks them, in the database and in a group's overlay; keeps the first fault.
///
/// Confined to one thread. All scratch memory is reused from read to read.
final class Reader {
    private let store: Store
    private let overlay: Overlay?
    private let mode: View.Mode
    private var cursor: LevelDB.Cursor?
    /// Where the log ended when the iterator was opened, at the earliest.
    private var cursorPosition: UInt64 = 0
    /// The key that was begun.
    private(set) var key: [UInt8] = []
    /// Its hash in the overlay, once that was asked for.
    private var keyHash: UInt64?
    private var missing = MissingKeys()
    /// The first fault met.
    private(set) var fault: StoreFault?
    /// How many rows were looked at.
    private(set) var rowsRead = 0
    /// Asked whether to look at more; nil is never in a hurry.
    private let goesOn: ((Int) -> Bool)?
    /// Whether it has said no; no fault that is forgiven changes that.
    private(set) var isCutShort = false

    /// Reads `store` with `overlay`, if any, over it, as long as `goesOn` says so.
    init(
        _ store: Store, overlay: Overlay?, mode: View.Mode, while goesOn: ((Int) -> Bool)? = nil
    ) {
        self.store = store
        self.overlay = overlay
        self.mode = mode
        self.goesOn = goesOn
    }

    /// Counts a row that is looked at.
    private func countRow() {
        rowsRead += 1
        guard let goesOn, !isCutShort, !goesOn(rowsRead) else { return }
        isCutShort = true
        fail(.cutShort)
    }

    /// Keeps `fault` unless there was one before.
    func fail(_ fault: StoreFault) {
        if self.fault == nil { self.fault = fault }
    }

    /// Forgets the fault that was met, and with it the iterator, which keeps its error.
    func forgive() {
        fault = nil
        cursor = nil
    }

    /// What a repair of the store did not save.
    var losses: [String] { store.losses }

    /// Forgets fault and count, as for a new view.
    func restart() {
        fault = nil
        rowsRead = 0
        missing.removeAll()
    }

    /// Drops the iterator, which would pin old files and hide the next commit.
    func releaseCursor() {
        cursor = nil
    }

    /// Begins the key to look up.
    func begin(_ tag: UInt8, _ part: some KeyPart) {
        keyHash = nil
        key.removeAll(keepingCapacity: true)
        key.append(tag)
        part.append(to: &key)
    }

    /// Begins the key to look up with all its bytes.
    func begin(_ whole: Span<UInt8>) {
        keyHash = nil
        key.removeAll(keepingCapacity: true)
        unsafe whole.withUnsafeBytes { unsafe key.append(contentsOf: $0) }
    }

    /// Puts a value, or with none deletes, under the key that was begun; only over an overlay.
    func set(_ value: Span<UInt8>?) {
        guard let overlay else { return }
        let key = key
        overlay.set(key.span, hash(of: key, overlay), value)
    }

    /// The hash of the key that was begun, found once.
    private func hash(of key: [UInt8], _ overlay: Overlay) -> UInt64 {
        if let keyHash { return keyHash }
        let hash = overlay.hash(key.span)
        keyHash = hash
        return hash
    }

    /// The value under the key that was begun.
    func lookUp() -> [UInt8]? {
        guard fault == nil else { return nil }
        countRow()
        let key = key
        do throws(StoreFault) {
            guard let overlay else {
                return mode == .point ? try store.database.value(of: key) : try sought()?.value()
            }
            let hash = hash(of: key, overlay)
            if let latest = overlay.latest(key.span, hash) { return overlay.value(latest) }
            // Over an overlay, so on the writer thread, nobody else commits until `restart`: what
            // the database does not have it will not have. A command asks for most missing keys
            // twice, to judge and to write.
            guard !overlay.isMissing(key.span, hash), !missing.contains(key.span, hash) else {
                return nil
            }
            let value = try store.database.value(of: key)
            if value == nil { missing.insert(key.span, hash) }
            return value
        } catch {
            fail(error)
            return nil
        }
    }

    /// What is committed under a key, the overlay left out; nil when nothing is, or at a fault.
    func committed(_ key: [UInt8]) -> [UInt8]? {
        guard fault == nil else { return nil }
        do throws(StoreFault) {
            return try store.database.value(of: key)
        } catch {
            fail(error)
            return nil
        }
    }

    /// Lends the value under the key that was begun; false when there is none, or `body` says so.
    func withValue(_ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        guard fault == nil else { return false }
        guard overlay == nil else {
            guard let value = lookUp() else { return false }
            return unsafe value.withUnsafeBytes { unsafe body($0) }
        }
        countRow()
        do throws(StoreFault) {
            guard mode != .point else { return try unsafe store.database.withValue(of: key, body) }
            guard let row = try sought() else { return false }
            return unsafe row.withValue(body)
        } catch {
            fail(error)
            return false
        }
    }

    /// The value under the key that was begun, as a number; nil when there is none.
    func number() -> UInt64? {
        let number: UInt64??
        let key = key
        if fault == nil, let overlay,
            let latest = overlay.latest(key.span, hash(of: key, overlay))
        {
            // Read in place: only what outlives the next mutation must be copied.
            number = overlay.read(latest) { value in
                guard let value else { return nil }
                return .some(Self.number(value))
            }
        } else {
            number = lookUp().map { Self.number($0.span) }
        }
        if let number, number == nil { fail(.corrupt("a number of tag \(key.first ?? 0)")) }
        return number ?? nil
    }

    private static func number(_ value: Span<UInt8>) -> UInt64? {
        value.count == 8 ? value.lastNumber : nil
    }

    /// The record that `value` is; nil, and a fault, when it is none or not the one named `id`.
    func decode<R>(_ value: ArraySlice<UInt8>, of table: borrowing Table<R>, as id: R.ID) -> R? {
        do throws(RecordFault) {
            let record = try table.decode(value)
            guard record.id == id else { throw .invalid }
            return record
        } catch {
            fail(.undecodable(table: "\(table.name)", fault: error))
            return nil
        }
    }

    /// The id in a record's key; nil, and a fault, when it holds none.
    func name<R>(_ key: ArraySlice<UInt8>, of table: borrowing Table<R>) -> R.ID? {
        guard let id = table.name(key) else {
            fail(.undecodable(table: "\(table.name)", fault: .invalid))
            return nil
        }
        return id
    }

    /// Walks the rows of `range`, the overlay's over the database's, until `limit` is used up or
    /// there is a fault.
    ///
    /// The key is lent for the call; the value is copied only when asked for. `visit` answers how
    /// much of the limit the row used up.
    func scan(
        _ range: KeyRange, _ direction: Direction, _ limit: Int,
        _ visit: (ArraySlice<UInt8>, () -> [UInt8]) -> Int
    ) {
        guard limit > 0 else { return }
        walk(range, direction) { walk in
            var left = limit
            while left > 0, next(&walk) { left -= visit(walk.key, walk.value) }
        }
    }

    /// Lends `body` a walk over `range` that stands before its first row.
    func walk(_ range: KeyRange, _ direction: Direction, _ body: (inout MergedWalk) -> Void) {
        guard fault == nil, !range.isEmpty else { return }
        do throws(StoreFault) {
            var walk = MergedWalk(try openCursor(), overlay, range, direction)
            switch direction {
            case .ascending: try start(&walk, range)
            case .descending: try walk.start()
            }
            body(&walk)
            try walk.finish()
        } catch {
            fail(error)
        }
    }

    /// Goes before a walk's first row, past the gap that may be there; the writer remembers one
    /// that took it long to find.
    private func start(
        _ walk: inout MergedWalk, _ range: KeyRange
    ) throws(StoreFault) {
        guard let overlay else {
            return try walk.start(at: store.start(at: range.lower, asOf: cursorPosition))
        }
        let place = try firstPlace(behind: range.lower, overlay)
        let began = ContinuousClock.now
        try walk.start(at: place)
        guard ContinuousClock.now - began >= store.slowSeek else { return }
        try walk.finish()
        overlay.note(gapFrom: place, to: walk.endOfGap)
    }

    /// Where the first row at or behind `key` can be: gaps of which only one row, which is no
    /// more, is between are one.
    private func firstPlace(
        behind key: [UInt8], _ overlay: Overlay
    ) throws(StoreFault) -> [UInt8] {
        while true {
            let place = overlay.gaps.start(at: key)
            guard overlay.gaps.resumes(behind: place),
                overlay.latest(place.span) == nil,
                try store.database.value(of: place) == nil
            else { return place }
            overlay.note(gapFrom: place, to: place + [0])
        }
    }

    /// Goes to the walk's next row; false at its end, or at a fault.
    func next(_ walk: inout MergedWalk) -> Bool {
        guard fault == nil, walk.next() else { return false }
        countRow()
        return true
    }

    /// The iterator, at the row of the key that was begun; nil when there is none.
    private func sought() throws(StoreFault) -> LevelDB.Cursor? {
        let cursor = try openCursor()
        if !cursor.step(to: key, atMost: Self.stepsMax) { cursor.seek(key) }
        // Also when a row is found: a newer one may lie in a damaged block that LevelDB stepped
        // over.
        try cursor.check()
        return cursor.isAt(key) ? cursor : nil
    }

    /// How many rows are stepped over rather than sought: a step takes a tenth of a seek.
    private static let stepsMax = 8

    private func openCursor() throws(StoreFault) -> LevelDB.Cursor {
        if let cursor { return cursor }
        cursorPosition = store.position
        let opened = try LevelDB.Cursor(store.database, keepsBlocks: mode != .sweep)
        cursor = opened
        return opened
    }
}
