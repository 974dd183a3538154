import LeadlineDomain
import LeadlineWire

// The types that positionals and keywords may have. Each decodes itself and digests its canonical
// form, so that declarations name a type and nothing else.

extension Text: Argument {
    static var typeName: String { "text" }
    init(argument: Bytes) throws(ValueFault) { self.init(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(bytes) }
}

/// Bytes of any kind, as long as the wire takes them: what ECHO gives back.
struct AnyBytes: Argument {
    static var typeName: String { "bytes" }
    static var bytesMax: Int { WireLimits.argumentBytesMax }
    static var isText: Bool { false }
    let bytes: Bytes
    init(argument: Bytes) throws(ValueFault) { bytes = argument }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(bytes) }
}

/// A word that is kept in lower case, such as a service's name.
struct FoldedText: Argument {
    static var typeName: String { "text" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument.trimmed).asciiLowercased }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// An amount before its currency is known; `5` and `5.00` are the same argument.
struct AmountText: Argument {
    static var typeName: String { "amount" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        guard text.bytes.contains(UInt8(ascii: ".")) else { return fingerprint.feed(text.bytes) }
        var digits = text.bytes
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if digits.last == UInt8(ascii: ".") { digits.removeLast() }
        fingerprint.feed(digits)
    }
}

/// A postal code before its country is known; ZIP+4 is the same argument as its first five.
struct ZipText: Argument {
    static var typeName: String { "zip" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument.trimmed) }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        let isPlusFour = text.count == 10 && text.bytes.dropFirst(5).first == UInt8(ascii: "-")
        fingerprint.feed(text.asciiUppercased.bytes.prefix(isPlusFour ? 5 : text.count))
    }
}

/// Several values of one filter, parted by commas.
struct ListOf<V: Argument>: Argument {
    static var typeName: String { "\(V.typeName),…" }
    static var choices: [String] { V.choices }
    static var naming: RecordNaming { V.naming == .none ? .none : .list }
    static var isSensitive: Bool { V.isSensitive }
    let values: [V]

    init(argument: Bytes) throws(ValueFault) {
        var values: [V] = []
        for word in try WordList(argument: argument).words {
            values.append(try V(argument: word.bytes))
        }
        self.values = values
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        for value in values { value.feed(&fingerprint) }
    }
}

/// Text of up to 64 KiB: a note or a lead's notes.
struct LongText: Argument {
    static var typeName: String { "text" }
    static var isSensitive: Bool { true }
    static var bytesMax: Int { EngineLimits.longTextBytesMax }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        try refuseCardNumber(in: argument)
        text = Text(argument)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// The caller's own name for a record; unique, and no card number.
struct ExternalRef: Argument {
    static var typeName: String { "ref" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        guard !CardNumber.isReference(argument) else { throw CardNumber.fault }
        text = Text(argument)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A custom field's value, which holds no card number.
struct CustomValue: Argument {
    static var typeName: String { "text" }
    static var isSensitive: Bool { true }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        try refuseCardNumber(in: argument)
        text = Text(argument)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Card numbers are refused wherever people write freely (`rules.md` 11).
private func refuseCardNumber(in text: Bytes) throws(ValueFault) {
    if CardNumber.appears(in: text) { throw CardNumber.fault }
}

extension CardNumber {
    /// What is wrong with a text that has one.
    static let fault = ValueFault("looks like a card number, which is never stored")
}

/// What somebody looks for: names, companies, titles.
struct SearchPhrase: Argument {
    static var typeName: String { "text" }
    static var isSensitive: Bool { true }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Text that may not be empty: a name or a reason.
struct Phrase: Argument {
    static var typeName: String { "text" }
    static var isSensitive: Bool { true }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        let trimmed = argument.trimmed
        guard !trimmed.isEmpty else { throw ValueFault("must not be empty") }
        text = Text(trimmed)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// The key that makes a write repeatable; 1 to 128 bytes.
struct IdempotencyKey: Argument {
    static var typeName: String { "key" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        guard (1...EngineLimits.idempotencyKeyBytesMax).contains(argument.count) else {
            throw ValueFault("1 to \(EngineLimits.idempotencyKeyBytesMax) bytes")
        }
        // It is a reference of the caller's: what has a card number inside is kept as a digest.
        guard !CardNumber.isReference(argument) else { throw CardNumber.fault }
        text = Text(argument)
    }
    // The key names the request; it is not one of its values.
    func feed(_ fingerprint: inout ArgumentFingerprint) {}
}

/// A record's version, as `IF` names it.
struct Version: Argument {
    static var typeName: String { "version" }
    let number: UInt32
    init(argument: Bytes) throws(ValueFault) {
        guard let value = argument.decimal, let number = UInt32(exactly: value), number > 0 else {
            throw ValueFault("\(argument.quoted) is not a version")
        }
        self.number = number
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed("\(number)".utf8) }
}

/// A whole number from 0.
struct Number: Argument {
    static var typeName: String { "n" }
    let value: UInt64
    init(argument: Bytes) throws(ValueFault) {
        guard let value = argument.decimal else {
            throw ValueFault("\(argument.quoted) is not a whole number")
        }
        self.value = value
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed("\(value)".utf8) }
}

/// Rows of a page: 1 to 1000.
struct PageLimit: Argument {
    static var typeName: String { "n" }
    let rows: Int
    init(argument: Bytes) throws(ValueFault) {
        guard let value = argument.decimal, value >= 1, value <= EngineLimits.pageRowsMax else {
            throw ValueFault("\(argument.quoted) is not 1 to \(EngineLimits.pageRowsMax)")
        }
        rows = Int(value)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed("\(rows)".utf8) }
}

/// A comma list of words: several values of one filter, or columns.
struct WordList: Argument {
    static var typeName: String { "a,b,…" }
    let words: [Text]
    init(argument: Bytes) throws(ValueFault) {
        words = argument.split(separator: UInt8(ascii: ",")).map { Text($0.trimmed) }
        guard !words.isEmpty, !words.contains(where: \.isEmpty) else {
            throw ValueFault("\(argument.quoted) is not a comma list")
        }
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        for word in words { fingerprint.feed(word.bytes) }
    }
}

/// The id of one kind of record, or `ref:TEXT` where the record has a REF.
struct Reference<ID: EntityID>: Argument {
    static var typeName: String { "\(ID.noun)" }
    static var naming: RecordNaming { .one }
    let target: Target

    enum Target: Sendable {
        case id(ID)
        case ref(Text)
    }

    init(argument: Bytes) throws(ValueFault) {
        if argument.count > 4, argument.prefix(4).matches("REF:") {
            target = .ref(Text(argument.dropFirst(4)))
        } else if let id = ID(argument) {
            target = .id(id)
        } else {
            throw ValueFault(
                "\(argument.quoted) is not a \(ID.noun) id (\(ID.prefix) and a number, or ref:TEXT)"
            )
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch target {
        case .id(let id): fingerprint.feed(id.text.bytes)
        case .ref(let ref): fingerprint.feed("ref:\(ref)".utf8)
        }
    }
}

typealias LeadReference = Reference<LeadID>
typealias PartnerReference = Reference<PartnerID>

/// A plain id, where no `ref:` is possible.
struct Plain<ID: EntityID>: Argument {
    static var typeName: String { "\(ID.noun)" }
    static var naming: RecordNaming { .one }
    let id: ID
    init(argument: Bytes) throws(ValueFault) {
        guard let id = ID(argument) else {
            throw ValueFault(
                "\(argument.quoted) is not a \(ID.noun) id (\(ID.prefix) and a number)")
        }
        self.id = id
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(id.text.bytes) }
}

/// A word of a closed vocabulary.
struct Choice<V: Vocabulary>: Argument {
    static var typeName: String { "word" }
    static var choices: [String] { V.allCases.map { $0.word.description } }
    let value: V
    init(argument: Bytes) throws(ValueFault) {
        guard let value = V(word: argument) else {
            throw ValueFault("\(argument.quoted) is not one of: \(V.words)")
        }
        self.value = value
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(value.rawValue))
    }
}

/// A point in time, a day, or a length of time, resolved against the transaction's clock.
extension TimeInput: Argument {
    static var typeName: String { "time" }
    init(argument: Bytes) throws(ValueFault) { self = try TimeInput.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(String(describing: self).utf8)
    }
}

extension Currency: Argument {
    static var typeName: String { "currency" }
    init(argument: Bytes) throws(ValueFault) {
        guard let currency = Currency(argument) else {
            throw ValueFault("\(argument.quoted) is not an ISO 4217 currency")
        }
        self = currency
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension CountryCode: Argument {
    static var typeName: String { "country" }
    init(argument: Bytes) throws(ValueFault) {
        guard let country = CountryCode(argument) else {
            throw ValueFault("\(argument.quoted) is not an ISO 3166 country")
        }
        self = country
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension Rate: Argument {
    static var typeName: String { "rate" }
    init(argument: Bytes) throws(ValueFault) { self = try Rate.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension Payee: Argument {
    static var typeName: String { "payee" }
    static var naming: RecordNaming { .one }
    init(argument: Bytes) throws(ValueFault) {
        guard let payee = Payee(argument) else {
            throw ValueFault("\(argument.quoted) is not a payee (P or R and a number)")
        }
        self = payee
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}
