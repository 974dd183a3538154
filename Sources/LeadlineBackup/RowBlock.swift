/// Rows one after the other: of each the length of its key, the key, the length of its value, the
/// value; lengths as records have them, seven bits a byte, lowest first.
struct RowBlock {
    /// The rows.
    private(set) var bytes: [UInt8] = []
    /// How many there are.
    private(set) var rowCount = 0

    /// A block is at least so long, unless it is the last, before its end is looked for.
    static let bytesMin = 16 << 10
    /// It ends here at the latest, a single row excepted.
    static let bytesMax = 256 << 10
    /// One key of so many ends a block: about 64 KiB of usual rows.
    private static let rowsPerEnd: UInt64 = 512

    /// Adds a row; true when the block is to end behind it.
    ///
    /// That depends on the keys alone, so that the blocks of a store that has changed here and
    /// there are the same elsewhere: this is what an incremental backup saves.
    mutating func append(_ key: ArraySlice<UInt8>, _ value: [UInt8]) -> Bool {
        append(length: key.count)
        bytes += key
        append(length: value.count)
        bytes += value
        rowCount += 1
        guard bytes.count >= Self.bytesMin else { return false }
        return bytes.count >= Self.bytesMax || Self.hash(key).isMultiple(of: Self.rowsPerEnd)
    }

    /// Begins the next block.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        rowCount = 0
    }

    private mutating func append(length: Int) {
        var left = length
        while left >= 0x80 {
            bytes.append(UInt8(left & 0x7F) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }

    /// FNV-1a, folded.
    private static func hash(_ key: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash ^ hash >> 32
    }

    /// Shows the rows of a block's bytes; false when they are none.
    static func read<E: Error>(
        _ bytes: [UInt8], _ visit: ([UInt8], [UInt8]) throws(E) -> Void
    ) throws(E) -> Bool {
        var offset = 0
        while offset < bytes.count {
            guard let key = string(bytes, &offset), let value = string(bytes, &offset) else {
                return false
            }
            try visit(Array(bytes[key]), Array(bytes[value]))
        }
        return true
    }

    private static func string(_ bytes: [UInt8], _ offset: inout Int) -> Range<Int>? {
        var count = 0
        var shift = 0
        while true {
            guard offset < bytes.count, shift < 35 else { return nil }
            let byte = bytes[offset]
            offset += 1
            count |= Int(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        guard count <= bytes.count - offset else { return nil }
        defer { offset += count }
        return offset..<offset + count
    }
}
