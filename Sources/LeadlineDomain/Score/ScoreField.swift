/// What one score rule looks at.
package enum ScoreField: Hashable, Sendable {
    /// Something that every lead has, if only empty.
    case fact(ScoreFact)
    /// A custom field, by a name that any spelling in another letter case finds.
    case custom(Text)

    private static let customPrefix: StaticString = "fields."

    /// Reads the name of a fact, or `fields.NAME`; nil where it is neither.
    package init?(_ name: Text) {
        let count = Self.customPrefix.utf8CodeUnitCount
        if name.count > count, name.bytes.prefix(count).matches(Self.customPrefix) {
            self = .custom(Text(name.bytes.dropFirst(count)))
        } else if let fact = ScoreFact(word: name.bytes) {
            self = .fact(fact)
        } else {
            return nil
        }
    }

    /// The name in the one form that rules keep.
    package var text: Text {
        switch self {
        case .fact(let fact): fact.text
        case .custom(let name): Text(Text(Self.customPrefix).bytes + name.bytes)
        }
    }

    /// Whether it has a time, from which its points can fade.
    package var isDated: Bool {
        switch self {
        case .fact(let fact): fact.isDated
        case .custom: false
        }
    }

    /// The group of a rule that names none.
    package var group: ScoreGroup {
        switch self {
        case .fact(let fact): fact.group
        case .custom: .fit
        }
    }
}
