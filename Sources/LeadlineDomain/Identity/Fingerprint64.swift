/// A short stand-in for bytes in index keys: their FNV-1a hash of 64 bits.
///
/// Different bytes may share one, so every hit is verified against the record. The function is on
/// disk: never change it.
package struct Fingerprint64: Hashable, Sendable {
    /// The 64 bits of the hash.
    package let raw: UInt64

    /// The fingerprint of the bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        raw = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The fingerprint of the text's bytes.
    package init(_ text: Text) {
        self = text.bytes.withUnsafeBufferPointer { Fingerprint64($0) }
    }
}
