import Crypto

/// A SHA-256 digest, held inline.
///
/// This target is the only one that knows swift-crypto, which keeps Foundation out of the engine.
package struct Digest256: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest that stands before the first link of a chain.
    package static let zero = Digest256(words: (0, 0, 0, 0))

    private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// The digest of `parts`, one after the other.
    package init(of parts: ArraySlice<UInt8>...) {
        var hasher = SHA256()
        for part in parts {
            part.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        self.init(hasher.finalize())
    }

    /// The HMAC-SHA-256 of a message (RFC 2104): only who has the key can make it.
    ///
    /// The key is at most 64 bytes.
    package init(of message: ArraySlice<UInt8>, keyedBy key: [UInt8]) {
        precondition(key.count <= Self.blockByteCount, "the key is longer than a block")
        let padded = key + [UInt8](repeating: 0, count: Self.blockByteCount - key.count)
        let inner = Digest256(of: padded.map { $0 ^ 0x36 }[...], message)
        self.init(of: padded.map { $0 ^ 0x5c }[...], inner.bytes[...])
    }

    /// What SHA-256 takes in at once.
    private static var blockByteCount: Int { 64 }

    /// The digest of a digest's bytes and what follows them: the next link of a chain.
    package init(of previous: Digest256, _ rest: Span<UInt8>) {
        var hasher = SHA256()
        previous.withBytes { hasher.update(bufferPointer: $0) }
        rest.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        self.init(hasher.finalize())
    }

    /// The digest of a number's eight bytes, the lowest first, and what follows them.
    package init(of number: UInt64, _ rest: Span<UInt8>) {
        var hasher = SHA256()
        withUnsafeBytes(of: number.littleEndian) { hasher.update(bufferPointer: $0) }
        rest.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        self.init(hasher.finalize())
    }

    init(_ digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { Digest256(words: Self.words($0)) }
    }

    /// The digest with these 32 bytes, or nil when there are not 32.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = bytes.withUnsafeBytes { Self.words($0) }
    }

    /// How many bytes a digest has.
    package static var byteCount: Int { 32 }

    /// The 32 bytes, most significant first.
    package var bytes: [UInt8] { withBytes { Array($0) } }

    /// Lends the 32 bytes, most significant first.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let words = (
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
        )
        return withUnsafeBytes(of: words) { body($0) }
    }

    /// The words of 32 bytes.
    private static func words(
        _ bytes: UnsafeRawBufferPointer
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        return (word(0), word(1), word(2), word(3))
    }

    /// Lower-case hexadecimal, 64 digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// The digest that 64 hexadecimal digits of lower case stand for; nil when they are none.
    package init?(hex: some Sequence<UInt8>) {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in hex {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes[...])
    }

    /// Whether two digests are the same, found out in a time that does not tell where they differ.
    package func isSame(as other: Digest256) -> Bool {
        let difference =
            (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2)
            | (words.3 ^ other.words.3)
        return difference == 0
    }

    package static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
