import LeadlineWire

/// A word folded to upper case, in which only ASCII letters have one, for comparison.
///
/// Words of up to 24 bytes are compared as three integers, which covers every keyword and every
/// word of a command's name; of longer ones only the beginning and the length count, so none of
/// them may be declared.
struct FoldedWord: Hashable, Sendable {
    private let low: UInt64
    private let middle: UInt64
    private let high: UInt64
    private let count: Int

    /// The longest word that is told from all others.
    static let byteCountMax = 24

    init(_ word: UnsafeRawBufferPointer) {
        count = word.count
        low = Self.eight(word, at: 0)
        middle = count > 8 ? Self.eight(word, at: 8) : 0
        high = count > 16 ? Self.eight(word, at: 16) : 0
    }

    init(_ word: Bytes) { self = word.withUnsafeBytes { FoldedWord($0) } }

    init(_ word: String) { self.init(Bytes(word.utf8)) }

    /// A number that spreads words over a table.
    var spread: Int {
        let mixed = (low ^ middle &* 31 ^ high &* 37) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32)
    }

    /// Up to eight bytes from `start`, which is within the word, folded.
    private static func eight(_ word: UnsafeRawBufferPointer, at start: Int) -> UInt64 {
        let left = word.count - start
        if left >= 8 { return upper(word.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
        if left >= 4 {
            // Two looks that overlap: where they do they see the same bytes.
            let first = word.loadUnaligned(fromByteOffset: start, as: UInt32.self)
            let last = word.loadUnaligned(fromByteOffset: word.count - 4, as: UInt32.self)
            let value =
                UInt64(UInt32(littleEndian: first))
                | UInt64(UInt32(littleEndian: last)) << UInt64((left - 4) * 8)
            return upper(UInt64(littleEndian: value))
        }
        var value: UInt64 = 0
        var index = word.count
        while index > start {
            index -= 1
            value = value << 8 | UInt64(word[index])
        }
        return upper(UInt64(littleEndian: value))
    }

    /// Turns those of eight bytes that are `a`–`z` into `A`–`Z`, all at once.
    private static func upper(_ bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let sevenBits = bytes & (ones &* 0x7F)
        // The high bit of each byte tells: at least 'a', beyond 'z', no ASCII.
        let fromA = sevenBits &+ ones &* (0x80 - 0x61)
        let beyondZ = sevenBits &+ ones &* (0x80 - 0x7B)
        let lower = fromA & ~beyondZ & ~bytes & (ones &* 0x80)
        return bytes ^ (lower >> 2)
    }
}
