/// Which of 64 neighbouring ids stand under one key of an index: one row for all of them.
///
/// Records made one after the other share most of what they are found by, so the rows are far fewer
/// than the entries. On disk: the number of the id within its block when there is only one, else
/// all 64 bits, big-endian; a row with none does not exist.
struct Neighbours: Equatable {
    /// Bit n stands for the block's n-th id.
    private(set) var bits: UInt64 = 0

    /// How many ids share a row.
    static let count = 64
    /// The bits of an id that tell the neighbours apart.
    static let mask: UInt64 = 63
    /// The same bits in the last byte of a key that ends with an id.
    static let byteMask = UInt8(mask)

    /// None.
    init() {}

    /// The neighbours of a row; nil when the value is not one that `append` writes.
    init?(_ value: Span<UInt8>) {
        if value.count == 1, value[0] <= Self.byteMask {
            bits = 1 << UInt64(value[0])
        } else if value.count == 8, value.lastNumber.nonzeroBitCount > 1 {
            bits = value.lastNumber
        } else {
            return nil
        }
    }

    /// The neighbours of a row; nil when its key does not end with the first id of a block, or its
    /// value is not one that `append` writes.
    init?(row key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        guard let last = key.last, last & Self.byteMask == 0 else { return nil }
        self.init(value.span)
    }

    /// The key of the row that an entry's key belongs to, and the id's place there.
    static func split(_ entry: [UInt8]) -> (row: [UInt8], place: UInt8) {
        var row = entry
        guard let last = row.popLast() else { return ([], 0) }
        row.append(last & ~byteMask)
        return (row, last & byteMask)
    }

    /// Whether there is none.
    var isEmpty: Bool { bits == 0 }

    /// Whether the block's id of that place is one of them.
    subscript(place: UInt8) -> Bool {
        get { bits & 1 << UInt64(place) != 0 }
        set {
            if newValue { bits |= 1 << UInt64(place) } else { bits &= ~(1 << UInt64(place)) }
        }
    }

    /// Leaves out all up to and with `place`, as a walk in `direction` meets them.
    mutating func drop(through place: UInt8, _ direction: Direction) {
        let upTo = UInt64.max >> (63 - UInt64(place))
        switch direction {
        case .ascending: bits &= ~upTo
        case .descending: bits &= upTo >> 1
        }
    }

    /// Takes out the one that a walk in `direction` meets first; nil when there is none.
    mutating func pop(_ direction: Direction) -> UInt8? {
        guard !isEmpty else { return nil }
        let place =
            direction == .ascending ? bits.trailingZeroBitCount : 63 - bits.leadingZeroBitCount
        bits &= ~(1 << UInt64(place))
        return UInt8(place)
    }

    /// Appends the value of the row; only when there is one.
    func append(to value: inout ByteArena) {
        if bits.nonzeroBitCount == 1 {
            value.append(UInt8(bits.trailingZeroBitCount))
        } else {
            value.append(bigEndian: bits)
        }
    }
}
