import Crypto

/// A SHA-256 digest of bytes that come piece by piece.
package struct RunningDigest: Sendable {
    private var hasher = SHA256()

    /// A digest of nothing yet.
    package init() {}

    /// Takes more bytes in.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    }

    /// Takes a digest's 32 bytes in.
    package mutating func update(_ digest: Digest256) {
        digest.withBytes { hasher.update(bufferPointer: $0) }
    }

    /// The digest of what came so far; more may follow.
    package var digest: Digest256 { Digest256(hasher.finalize()) }
}
