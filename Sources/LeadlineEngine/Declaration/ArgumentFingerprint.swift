/// Digests a request's arguments after parsing: the same command with the same values gives the
/// same digest, in whatever order its keywords came.
///
/// Two independent FNV-1a lanes. It recognises an honest retry; it is not a defence against a
/// caller who forges collisions with its own key.
struct ArgumentFingerprint: Sendable, Equatable {
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0
    /// Whether anything is digested at all: only a request with a key is ever compared.
    private(set) var isKept = false

    mutating func reset(_ name: String, isKept: Bool) {
        self.isKept = isKept
        guard isKept else { return }
        low = 0xcbf2_9ce4_8422_2325
        high = 0x6c62_272e_07bb_0142
        feed(name.utf8)
    }

    mutating func slot(_ number: Int, isFilled: Bool) {
        guard isKept else { return }
        feed(CollectionOfOne(isFilled ? UInt8(truncatingIfNeeded: number) : 0xff))
    }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        for byte in bytes {
            low = (low ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            high = (high ^ UInt64(byte ^ 0x5a)) &* 0x0000_0100_0000_01b3
        }
        // A separator, so that "ab","c" differs from "a","bc".
        low = (low ^ 0x1f) &* 0x0000_0100_0000_01b3
        high = (high &+ low) &* 0x0000_0100_0000_01b3
    }
}
