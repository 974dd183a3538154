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
        guard parts.count == 2, let address = Digest256(hex: parts[0].map(\.lowercased))
        else {
            throw ValueFault("\(argument.quoted) is not a cursor of this list")
        }
        id = SuppressionID(address, Text(parts[1]))
    }

    init(_ id: SuppressionID) { self.id = id }

    var text: Text { Text("\(id.address.hex)/\(id.topic)") }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}
