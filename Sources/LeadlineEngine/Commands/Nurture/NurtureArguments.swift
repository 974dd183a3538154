import LeadlineDigest
import LeadlineDomain
import LeadlineWire

/// A token as it came out of a link: what is kept of it.
struct LinkToken: Argument {
    static var typeName: String { "token" }
    static var isSensitive: Bool { true }
    let digest: Digest256

    init(argument: Bytes) throws(ValueFault) {
        guard !argument.isEmpty else { throw ValueFault("must not be empty") }
        digest = AccessToken.digest(of: argument)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(digest.bytes) }
}

/// What a mail is about, in lower case.
struct Topic: Argument {
    static var typeName: String { "topic" }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        let topic = argument.trimmed
        guard (1...EngineLimits.topicBytesMax).contains(topic.count) else {
            throw ValueFault("1 to \(EngineLimits.topicBytesMax) bytes")
        }
        text = Text(topic).asciiLowercased
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Where SUPPRESS.LIST goes on: 64 hexadecimal digits, `/` and the topic.
struct SuppressionCursor: Argument {
    static var typeName: String { "cursor" }
    let id: SuppressionID

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.split(
            separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let address = Digest256(hex: parts[0]) else {
            throw ValueFault("\(argument.quoted) is not a cursor of this list")
        }
        id = SuppressionID(address, Text(parts[1]))
    }

    init(_ id: SuppressionID) { self.id = id }

    var text: Text { Text("\(id.address.hex)/\(id.topic)") }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension Digest256 {
    /// The digest that 64 hexadecimal digits write.
    fileprivate init?(hex: Bytes) {
        guard hex.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for digit in hex {
            guard let value = Self.value(digit.lowercased) else { return nil }
            bytes.append(value)
        }
        let pairs = stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] << 4 | bytes[$0 + 1] }
        self.init(bytes: pairs[...])
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        if digit.isDigit { return digit - UInt8(ascii: "0") }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
        return letters.contains(digit) ? digit - letters.lowerBound + 10 : nil
    }
}
