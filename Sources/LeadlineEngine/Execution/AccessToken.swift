import LeadlineDigest
import LeadlineDomain
import LeadlineWire

/// The secret that a user logs in with: 256 random bits in letters and digits.
///
/// It is shown once and never kept: the store has its digest alone.
struct AccessToken {
    /// 52 symbols of five bits.
    let text: Text

    /// Digits and lower-case letters, without those that look like others (Crockford's base 32).
    private static let symbols = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    /// Symbols of a token.
    static let symbolCount = 52
    /// More of what was typed is not looked at: it is no token anyway.
    private static let typedBytesMax = 256

    /// A token of these random words.
    init(_ words: [UInt64]) {
        var bytes: [UInt8] = []
        for word in words {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        text = Text(Self.encoded(bytes))
    }

    private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                encoded.append(symbols[Int(bits >> count & 31)])
            }
        }
        if count > 0 { encoded.append(symbols[Int(bits << (5 - count) & 31)]) }
        return encoded
    }

    /// What is kept of the token.
    var digest: Digest256 { Self.digest(of: text.bytes) }

    /// What would be kept of a token that was typed so: in any case, with dashes, and with the
    /// letters that look like digits.
    static func digest(of typed: Bytes) -> Digest256 { Digest256(of: plain(typed)[...]) }

    /// Whether something looks like a token, and so must not be shown.
    static func resembles(_ typed: Bytes) -> Bool {
        let plain = plain(typed)
        return plain.count >= symbolCount / 2 && plain.allSatisfy { symbols.contains($0) }
    }

    private static func plain(_ typed: Bytes) -> [UInt8] {
        typed.prefix(typedBytesMax).compactMap { byte in
            switch byte.lowercased {
            case UInt8(ascii: "o"): UInt8(ascii: "0")
            case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
            case UInt8(ascii: "-"): nil
            case let other: other
            }
        }
    }
}

extension Transaction {
    /// A token that nobody has had.
    func newToken() -> AccessToken { AccessToken((0..<4).map { _ in randomNumber() }) }
}
