package import LeadlineDomain
package import LeadlineWire

/// What a handler answers: knows its documented shape and how to write itself.
package protocol ReplyValue: Sendable {
    /// The documented form of all values of this type.
    static var shape: ReplyShape { get }
    /// The letters of the ids that it names as created; nil when it names none.
    static var createdPrefix: StaticString? { get }
    /// Whether it holds a secret, which is shown once and never kept.
    static var isSecret: Bool { get }
    /// What makes another secret of the kind, for who asks for one that was shown already.
    static var secretRemedy: StaticString { get }
    /// The id that was created, or stands for it: what `$1` names in a block.
    var createdID: Text? { get }
    /// Writes the value as one whole reply.
    func write(to reply: inout ReplyWriter)
}

extension ReplyValue {
    package static var createdPrefix: StaticString? { nil }
    package static var isSecret: Bool { false }
    package static var secretRemedy: StaticString { "USER.TOKEN" }
    package var createdID: Text? { nil }
}

/// The documented form of a command's successful reply.
package struct ReplyShape: Sendable, Equatable {
    /// The kinds of reply that the specification tells apart.
    package enum Kind: String, Sendable {
        case status, id, version, integer, string, text, list, map, page, any
    }
    /// What kind of reply it is.
    package let kind: Kind
    /// Keys of a map or columns of a page, in order.
    package let fields: [String]
    /// Whether null may be answered instead.
    package let isNullable: Bool

    package init(_ kind: Kind, fields: [String] = [], isNullable: Bool = false) {
        self.kind = kind
        self.fields = fields
        self.isNullable = isNullable
    }
}

/// `+OK`: done, and nothing was created or versioned.
struct Done: ReplyValue {
    static let shape = ReplyShape(.status)
    func write(to reply: inout ReplyWriter) { reply.status("OK") }
}

/// `=L42`: what a command created or chose.
struct Identified<ID: EntityID>: ReplyValue {
    static var shape: ReplyShape { ReplyShape(.id) }
    static var createdPrefix: StaticString? { ID.prefix }
    var createdID: Text? { id.text }
    let id: ID
    func write(to reply: inout ReplyWriter) { reply.string(id.text.bytes) }
}

/// `=created`: what a command with DRYRUN would have done.
enum CreatedOrDry<ID: EntityID>: ReplyValue {
    static var shape: ReplyShape { ReplyShape(.id) }
    static var createdPrefix: StaticString? { ID.prefix }
    case created(ID)
    case dry
    var createdID: Text? {
        switch self {
        case .created(let id): id.text
        case .dry: nil
        }
    }
    func write(to reply: inout ReplyWriter) {
        switch self {
        case .created(let id): reply.string(id.text.bytes)
        case .dry: reply.string("created")
        }
    }
}

/// `:3`: the version that an update gave its record.
struct NewVersion: ReplyValue {
    static let shape = ReplyShape(.version)
    let version: UInt32
    init(_ version: UInt32) { self.version = version }
    func write(to reply: inout ReplyWriter) { reply.integer(Int64(version)) }
}

/// Lines for people: HELP and INFO.
struct HumanText: ReplyValue {
    static let shape = ReplyShape(.text)
    let bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
    func write(to reply: inout ReplyWriter) { reply.text(bytes[...]) }
}

extension ReplyWriter {
    /// Text as it is; other bytes raw in RESP and base64 in TEXT and JSON.
    mutating func stringOrBinary(_ bytes: Bytes) {
        if bytes.isUTF8 { string(bytes) } else { binary(bytes) }
    }
}

/// One string.
struct Word: ReplyValue {
    static let shape = ReplyShape(.string)
    let text: Text
    init(_ text: Text) { self.text = text }
    func write(to reply: inout ReplyWriter) { reply.stringOrBinary(text.bytes) }
}

struct Count: ReplyValue {
    static let shape = ReplyShape(.integer)
    let value: Int64
    init(_ value: Int64) { self.value = value }
    func write(to reply: inout ReplyWriter) { reply.integer(value) }
}

extension Optional: ReplyValue where Wrapped: ReplyValue {
    package static var shape: ReplyShape {
        ReplyShape(Wrapped.shape.kind, fields: Wrapped.shape.fields, isNullable: true)
    }
    package func write(to reply: inout ReplyWriter) {
        if let self { self.write(to: &reply) } else { reply.null() }
    }
}
