import LeadlineDomain
import LeadlineWire

/// A scope of terms: `P7`, `ref:TEXT` of an earner, `"TIER gold"`, `DEFAULT`.
enum ScopeName: Argument {
    static var typeName: String { "scope" }
    static var naming: RecordNaming { .one }
    case scope(TermsScope)
    /// An earner by its REF.
    case earner(PayeeReference)

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        if name.count > 4, name.prefix(4).matches("REF:") {
            self = .earner(try PayeeReference(argument: name))
        } else {
            self = .scope(try TermsScope.parse(name))
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .scope(let scope): fingerprint.feed(scope.text.bytes)
        case .earner(let reference): reference.feed(&fingerprint)
        }
    }
}

/// What a bonus is for; the words are too many for one line of help.
struct BonusKind: Argument {
    static var typeName: String { "bonus-type" }
    let type: BonusType
    init(argument: Bytes) throws(ValueFault) {
        type = try Choice<BonusType>(argument: argument).value
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(type.rawValue))
    }
}

/// What a bonus waits for: `install` or `paid+3d`.
extension DueRule: Argument {
    static var typeName: String { "event[+delay]" }
    init(argument: Bytes) throws(ValueFault) { self = try DueRule.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension Recurrence: Argument {
    static var typeName: String { "months|lifetime|first" }
    init(argument: Bytes) throws(ValueFault) { self = try Recurrence.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension PartPlan: Argument {
    static var typeName: String { "parts" }
    init(argument: Bytes) throws(ValueFault) { self = try PartPlan.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// The rates of the levels above an earner: `10%,5%`.
struct LevelRates: Argument {
    static var typeName: String { "rate,…" }
    let rates: [Rate]
    init(argument: Bytes) throws(ValueFault) {
        rates = try Overrides.parse(argument, of: .sale).rates
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        for rate in rates { fingerprint.feed(rate.text.bytes) }
    }
}

/// Where a list of terms goes on: `0/0/9/TIER gold`.
///
/// Names may hold any character, so how long the scope's is stands before it.
struct TermsCursor: Argument {
    static var typeName: String { "cursor" }
    let id: TermsID

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.split(
            separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let type = parts[0].decimal, let recipient = parts[1].decimal,
            let count = parts[2].decimal, count <= parts[3].count,
            let typeCode = UInt8(exactly: type), let recipientCode = UInt8(exactly: recipient)
        else { throw ValueFault("\(argument.quoted) is not a cursor of this list") }
        id = TermsID(
            scope: Text(parts[3].prefix(Int(count))), type: typeCode, recipient: recipientCode,
            products: Text(parts[3].dropFirst(Int(count))))
    }

    init(_ id: TermsID) { self.id = id }

    var text: Text {
        let count = id.scope.bytes.count
        return Text("\(id.type)/\(id.recipient)/\(count)/\(id.scope)\(id.products)")
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Which of a scope's terms are meant.
struct TermsSelector: Sendable {
    var type: BonusKind?
    var recipient: Choice<Recipient>?
    var products: [Text]?

    static let form = Form(
        TermsSelector(),
        [.one("TYPE", \.type), .one("TO", \.recipient), .many("PRODUCT", \.products)])

    /// Whether those for everything are meant.
    var isEmpty: Bool { type == nil && recipient == nil && products == nil }

    func id(in scope: TermsScope) -> TermsID {
        TermsID(scope, type?.type, recipient?.value, products: products ?? [])
    }
}
