import LeadlineDomain

/// How a field's value is read off an encoded record: what it is, and in which slot of the
/// record it lies.
struct StoredForm: Sendable {
    enum Kind: Sendable {
        case null
        case emptyList
        case text
        case filledText
        case secondText
        case id(StaticString)
        case number
        case words([UInt8: StaticString])
        case yesNo
        case time
        case amount
        case texts
        case ids(StaticString)
        case pairs
        case choice(StoredChoice)
    }

    let kind: Kind
    let slot: Int
    /// The slot of an amount's currency.
    let currencySlot: Int

    private init(_ kind: Kind, _ slot: Int = 0, currency: Int = 0) {
        self.kind = kind
        self.slot = slot
        currencySlot = currency
    }

    /// Whether the value is the same for all records, and lies in none of them.
    var isConstant: Bool {
        switch kind {
        case .null, .emptyList: true
        default: false
        }
    }

    /// Always null.
    static let null = StoredForm(.null)
    /// Always a list of nothing.
    static let emptyList = StoredForm(.emptyList)

    /// Text, which may be absent.
    static func text(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.text, slot.rawValue)
    }
    /// Text that is not empty; where it is, the record is read as a whole.
    static func filledText(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.filledText, slot.rawValue)
    }
    /// The second of two texts that lie together.
    static func secondText(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.secondText, slot.rawValue)
    }
    /// An id's number, which may be absent.
    static func id<ID: EntityID>(_ slot: some RawRepresentable<Int>, _: ID.Type) -> StoredForm {
        StoredForm(.id(ID.prefix), slot.rawValue)
    }
    /// A whole number below 2³¹, or of 64 bits.
    static func number(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.number, slot.rawValue)
    }
    /// The word of an enumeration.
    static func word<V: Vocabulary>(_ slot: some RawRepresentable<Int>, _: V.Type) -> StoredForm {
        let words = V.allCases.map { ($0.rawValue, $0.word) }
        return StoredForm(.words(Dictionary(uniqueKeysWithValues: words)), slot.rawValue)
    }
    /// Yes or no.
    static func yesNo(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.yesNo, slot.rawValue)
    }
    /// A time, which may be absent.
    static func time(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.time, slot.rawValue)
    }
    /// An amount in minor units, which may be absent, and the slot of its currency.
    static func amount<Slot: RawRepresentable<Int>>(_ slot: Slot, in currency: Slot) -> StoredForm {
        StoredForm(.amount, slot.rawValue, currency: currency.rawValue)
    }
    /// Any number of texts.
    static func texts(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.texts, slot.rawValue)
    }
    /// Any number of ids.
    static func ids<ID: EntityID>(_ slot: some RawRepresentable<Int>, _: ID.Type) -> StoredForm {
        StoredForm(.ids(ID.prefix), slot.rawValue)
    }
    /// One of some lists of words, told by two enumerations.
    static func choice(_ choice: StoredChoice) -> StoredForm {
        StoredForm(.choice(choice), choice.first)
    }
    /// Any number of names, each with its value.
    static func pairs(_ slot: some RawRepresentable<Int>) -> StoredForm {
        StoredForm(.pairs, slot.rawValue)
    }
}

/// A list of words that two enumerations of a record tell; an empty one where another field is
/// there.
struct StoredChoice: Sendable {
    /// The slots of the enumerations' numbers.
    let first: Int
    let second: Int
    /// The slot of the optional field with which the list is empty.
    let unless: Int
    /// The lists by both numbers.
    let lists: [UInt8: [UInt8: [StaticString]]]
}
