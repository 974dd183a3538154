/// Bytes of any length in a key, sorting as bytes do.
///
/// On disk a NUL becomes `01 01`, a 01 becomes `01 02`, every other byte stays itself, and the text
/// ends with `00`. An end of one byte that no escape begins with keeps any part that follows
/// readable, whatever its first byte is; the bytes of a text without its end are a prefix of those
/// of every longer text, which is what a search for words by their beginning needs.
package struct KeyText: KeyPart, Hashable, Comparable {
    /// The bytes themselves, unescaped.
    package let bytes: ArraySlice<UInt8>

    /// Wraps a slice without copying it.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Wraps an array without copying it.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    package func append(to key: inout [UInt8]) {
        appendBeginning(to: &key)
        key.append(Self.end)
    }

    /// Appends the escaped bytes without the end, which every text that starts with these begins
    /// with.
    func appendBeginning(to key: inout [UInt8]) {
        guard bytes.contains(where: { $0 <= Self.escape }) else {
            key.append(copying: bytes)
            return
        }
        for byte in bytes {
            if byte <= Self.escape {
                key.append(Self.escape)
                key.append(byte + 1)
            } else {
                key.append(byte)
            }
        }
    }

    package static func read(_ key: inout KeyReader) -> KeyText? {
        var bytes: [UInt8] = []
        while let byte = key.byte() {
            switch byte {
            case end:
                return KeyText(bytes)
            case escape:
                guard let escaped = key.byte(), escaped == 1 || escaped == 2 else { return nil }
                bytes.append(escaped - 1)
            default:
                bytes.append(byte)
            }
        }
        return nil
    }

    package static func < (left: KeyText, right: KeyText) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private static let end: UInt8 = 0
    private static let escape: UInt8 = 1
}
