import LeadlineDomain
import LeadlineWire

/// A login name, in lower case: however it is spelt, it is one user.
///
/// Letters, digits and what else stands in e-mail addresses, up to their length; nothing that the
/// language means something else by.
struct UserName: Argument {
    static var typeName: String { "user" }
    let text: Text

    /// What stands for something else where a user's name may stand.
    private static let reserved: [StaticString] = [
        "default", "none", "me", "auto", "all", "system", "nobody", "user",
    ]

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        guard (1...EngineLimits.userNameBytesMax).contains(name.count) else {
            throw ValueFault("1 to \(EngineLimits.userNameBytesMax) bytes")
        }
        guard name.allSatisfy(Self.isNameByte), name.contains(where: { $0.isLetter || $0.isDigit })
        else {
            throw ValueFault("\(name.quoted) is not a login name: letters, digits and . _ - + @")
        }
        guard !Self.reserved.contains(where: { name.matches($0) }) else {
            throw ValueFault("\(name.quoted) means something else")
        }
        guard !Self.isID(name) else { throw ValueFault("\(name.quoted) looks like an id") }
        text = Text(name).asciiLowercased
    }

    /// The characters of an address in ASCII (RFC 5322 atext, dot and @).
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || marks.contains(byte)
    }

    private static let marks = Array("!#$%&'*+-./=?@^_`{|}~".utf8)

    /// What ids begin with (`commands.md`), those included that are to come.
    private static let idPrefixes: [StaticString] = [
        "l", "p", "r", "s", "b", "d", "cmp", "inv", "pay", "pmt",
    ]

    /// The letters of an id and a number: `bob2` is none.
    static func isID(_ name: Bytes) -> Bool {
        let digits = name.drop { $0.isLetter }
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return false }
        let letters = name.prefix { $0.isLetter }
        return idPrefixes.contains { letters.matches($0) }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A token as it is shown, once.
struct NewToken: ReplyValue {
    static let shape = ReplyShape(.string)
    static let isSecret = true
    let token: AccessToken
    func write(to reply: inout ReplyWriter) { reply.string(token.text.bytes) }
}

/// What USER.DISABLE answers: the user's new version, and the open leads that it leaves behind.
struct DisabledUser: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["version", "leads"])
    let version: UInt32
    let leads: [LeadID]

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("version")
        reply.integer(Int64(version))
        reply.key("leads")
        FieldValue.texts(leads.map(\.text)).write(to: &reply)
        reply.endMap()
    }
}
