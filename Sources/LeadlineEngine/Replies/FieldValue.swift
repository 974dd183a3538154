import LeadlineDomain
import LeadlineWire

/// The value of one field of a record, ready for any rendering: a map's value, a page's cell, or
/// one side of a change in an event.
enum FieldValue: Equatable, Sendable {
    case null
    case text(Text)
    case word(StaticWord)
    case integer(Int64)
    case yesNo(Bool)
    case time(Timestamp)
    case id(Text)
    case amount(Money)
    case texts([Text])
    case pairs([TextPair])

    /// Whether the field holds nothing.
    var isUnset: Bool {
        switch self {
        case .null: true
        case .texts(let texts): texts.isEmpty
        case .pairs(let pairs): pairs.isEmpty
        case .text, .word, .integer, .yesNo, .time, .id, .amount: false
        }
    }

    /// A text that may be unset.
    static func optional(_ text: Text?) -> FieldValue { text.map { .text($0) } ?? .null }
    static func optional(_ time: Timestamp?) -> FieldValue { time.map { .time($0) } ?? .null }
    static func optional<ID: EntityID>(_ id: ID?) -> FieldValue {
        id.map { .id($0.text) } ?? .null
    }
    static func id<ID: EntityID>(_ id: ID) -> FieldValue { .id(id.text) }

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .null: reply.null()
        case .text(let text), .id(let text): reply.string(text.bytes)
        case .word(let word): reply.string(word.text)
        case .integer(let value): reply.integer(value)
        case .yesNo(let value): reply.string(value ? "yes" : "no")
        case .time(let time): reply.string(time.text.bytes)
        case .amount(let amount): reply.string(amount.text.bytes)
        case .texts(let texts):
            reply.beginList(texts.count)
            for text in texts { reply.string(text.bytes) }
            reply.endList()
        case .pairs(let pairs):
            reply.beginMap(pairs.count)
            for pair in pairs {
                reply.key(bytes: pair.name.bytes)
                reply.string(pair.value.bytes)
            }
            reply.endMap()
        }
    }
}

/// A word of an enumeration, compared by its bytes.
struct StaticWord: Equatable, Sendable {
    let text: StaticString
    init(_ text: StaticString) { self.text = text }
    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8CodeUnitCount == right.text.utf8CodeUnitCount
            && left.text.description == right.text.description
    }
}

/// A name and its value: a custom field.
struct TextPair: Equatable, Sendable {
    let name: Text
    let value: Text
}

/// One documented field of a record: its name in maps, columns and events, whether it tells of a
/// person, and how it is read.
// A class, so that walking a table of fields copies none of what they hold.
final class EntityField<Entity: Sendable>: Sendable {
    let name: StaticString
    /// Personal fields stand in the erasable part of an event (`rules.md` 13).
    let isPersonal: Bool
    /// Whether the event's own columns tell the field already.
    let isBookkeeping: Bool
    /// How it is read off the encoded record; nil where records are always decoded.
    let stored: StoredForm?
    private let read: @Sendable (Entity) -> FieldValue

    init(
        _ name: StaticString, personal: Bool = false, _ stored: StoredForm? = nil,
        _ value: @escaping @Sendable (Entity) -> FieldValue
    ) {
        self.name = name
        isPersonal = personal
        self.stored = stored
        isBookkeeping = Self.bookkeeping.contains(name.description)
        read = value
    }

    /// The field's value in a record.
    func value(_ entity: Entity) -> FieldValue { read(entity) }

    private static var bookkeeping: [String] { ["id", "version", "created", "updated"] }
}

/// The fields of a record in their documented order.
struct FieldTable<Entity: Sendable>: Sendable {
    let fields: [EntityField<Entity>]
    init(_ fields: [EntityField<Entity>]) { self.fields = fields }

    var names: [String] { fields.map { $0.name.description } }

    /// The fields with these names, in this order; a programmer's mistake when one is missing.
    func columns(_ names: [String]) -> [EntityField<Entity>] {
        names.map { name in
            guard let field = fields.first(where: { $0.name.description == name }) else {
                preconditionFailure("no field named \(name)")
            }
            return field
        }
    }

    /// The fields that `COLUMNS a,b,c` names.
    func columns(chosen: [Text]) throws(Rejection) -> [EntityField<Entity>] {
        var columns: [EntityField<Entity>] = []
        for name in chosen {
            let word = name.asciiLowercased
            guard let field = fields.first(where: { Text($0.name.description) == word }) else {
                let near = Nearest.word(to: word, among: names).map { "; did you mean \($0)" }
                throw .invalid("columns", "no column \(name.bytes.quoted)\(near ?? "")")
            }
            guard !columns.contains(where: { $0 === field }) else {
                throw .invalid("columns", "\(name.bytes.quoted) stands twice")
            }
            columns.append(field)
        }
        return columns
    }

    func writeMap(_ entity: Entity, to reply: inout ReplyWriter) {
        reply.beginMap(fields.count)
        for field in fields {
            reply.key(field.name)
            field.value(entity).write(to: &reply)
        }
        reply.endMap()
    }
}
