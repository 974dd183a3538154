/// The row of a key in a roll: its ids while they are few, else how many they are.
///
/// On disk: the byte 0 and each id's distance to the one before, or the byte 1 and the count; all
/// numbers seven bits a byte, lowest first. The ids of many stand in rows of 64 neighbours, whose
/// keys go on with the block's first id.
enum RollRow: Equatable {
    /// In rising order.
    case few([UInt64])
    case many(UInt64)

    /// More ids than this have rows of their own.
    static let fewMax = 16

    private static let fewKind: UInt8 = 0
    private static let manyKind: UInt8 = 1

    /// The row that `value` is; nil when it is not one that `append` writes.
    init?(_ value: ArraySlice<UInt8>) {
        var rest = value.dropFirst()
        switch value.first {
        case Self.fewKind:
            var ids: [UInt64] = []
            while !rest.isEmpty {
                guard ids.count < Self.fewMax, let step = rest.popNumber(),
                    ids.isEmpty || step > 0
                else { return nil }
                let (id, overflow) = (ids.last ?? 0).addingReportingOverflow(step)
                guard !overflow else { return nil }
                ids.append(id)
            }
            guard !ids.isEmpty else { return nil }
            self = .few(ids)
        case Self.manyKind:
            guard let count = rest.popNumber(), rest.isEmpty, count > UInt64(Self.fewMax) else {
                return nil
            }
            self = .many(count)
        default: return nil
        }
    }

    /// How many ids there are.
    var count: UInt64 {
        switch self {
        case .few(let ids): UInt64(ids.count)
        case .many(let count): count
        }
    }

    /// Appends the value of the row; only when there is an id.
    func append(to value: inout ByteArena) {
        switch self {
        case .few(let ids):
            value.append(Self.fewKind)
            var last: UInt64 = 0
            for id in ids {
                value.append(number: id &- last)
                last = id
            }
        case .many(let count):
            value.append(Self.manyKind)
            value.append(number: count)
        }
    }

    /// Appends the value of a row of one id.
    static func append(one id: UInt64, to value: inout ByteArena) {
        value.append(fewKind)
        value.append(number: id)
    }
}

extension ByteArena {
    /// Appends a number: seven bits a byte, lowest first, the high bit set on all but the last.
    fileprivate mutating func append(number: UInt64) {
        var left = number
        while left >= 0x80 {
            append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        append(UInt8(left))
    }
}

extension ArraySlice<UInt8> {
    /// Reads and drops such a number; nil when the bytes are not one.
    fileprivate mutating func popNumber() -> UInt64? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = popFirst() {
            let bits = UInt64(byte & 0x7F)
            guard shift < 63 || (shift == 63 && bits <= 1) else { return nil }
            number |= bits << shift
            // Only the shortest form is one.
            if byte < 0x80 { return byte == 0 && shift > 0 ? nil : number }
            shift += 7
        }
        return nil
    }
}
