/// What a score rule asks of a lead, read from its words.
enum ScoreTest: Equatable, Sendable {
    /// Has nothing there.
    case isUnset
    /// Has something there.
    case isSet
    /// One of the texts is this, in lower case.
    case isText(Text)
    /// One of the texts has this in it, in lower case.
    case contains(Text)
    case isNumber(FieldNumber)
    case isAbove(FieldNumber)
    case isBelow(FieldNumber)
    case isAfter(Timestamp)
    case isBefore(Timestamp)
    case isAfterDay(CivilDate)
    case isBeforeDay(CivilDate)

    /// Reads a comparison; an empty value with `=` asks for nothing there, with `~` for anything.
    init(_ field: ScoreField, _ comparison: ScoreOperator, _ value: Text) throws(ScoreFault) {
        switch (comparison, value.isEmpty) {
        case (.equals, true): self = .isUnset
        case (.contains, true): self = .isSet
        default:
            switch field {
            case .custom: self = try Self.custom(comparison, value)
            case .fact(let fact): self = try Self.test(fact, comparison, value)
            }
        }
    }

    private static func test(
        _ fact: ScoreFact, _ comparison: ScoreOperator, _ value: Text
    ) throws(ScoreFault) -> ScoreTest {
        switch fact.kind {
        case .text:
            return try text(fact, comparison, value)
        case .word(let words):
            let test = try text(fact, comparison, value)
            guard comparison == .contains || words.contains(value.asciiLowercased) else {
                let all = words.map { "\($0)" }.joined(separator: " ")
                throw ScoreFault("value", "\(value.bytes.quoted) is not one of: \(all)")
            }
            return test
        case .number: return try number(fact, comparison, value)
        case .time: return try time(fact, comparison, value)
        }
    }

    private static func text(
        _ fact: ScoreFact, _ comparison: ScoreOperator, _ value: Text
    ) throws(ScoreFault) -> ScoreTest {
        switch comparison {
        case .equals: .isText(value.lowercased)
        case .contains: .contains(value.lowercased)
        case .above, .below: throw ScoreFault("op", "\(fact.word) is a text and takes = and ~")
        }
    }

    private static func number(
        _ fact: ScoreFact, _ comparison: ScoreOperator, _ value: Text
    ) throws(ScoreFault) -> ScoreTest {
        guard comparison != .contains else {
            throw ScoreFault("op", "\(fact.word) is a number and takes = > and <")
        }
        let number: FieldNumber
        do throws(ValueFault) {
            number = try FieldNumber.parse(value.bytes)
        } catch { throw ScoreFault("value", error.reason) }
        switch comparison {
        case .above: return .isAbove(number)
        case .below: return .isBelow(number)
        case .equals, .contains: return .isNumber(number)
        }
    }

    private static func time(
        _ fact: ScoreFact, _ comparison: ScoreOperator, _ value: Text
    ) throws(ScoreFault) -> ScoreTest {
        guard comparison == .above || comparison == .below else {
            throw ScoreFault("op", "\(fact.word) is a time and takes > and <")
        }
        guard let time = Timestamp(rfc3339: value.bytes) else {
            throw ScoreFault("value", "\(value.bytes.quoted) is not a time or a date")
        }
        return comparison == .above ? .isAfter(time) : .isBefore(time)
    }

    private static func custom(
        _ comparison: ScoreOperator, _ value: Text
    ) throws(ScoreFault) -> ScoreTest {
        let number = try? FieldNumber.parse(value.bytes)
        let day = CivilDate(value.bytes)
        switch (comparison, number, day) {
        case (.equals, let number?, _): return .isNumber(number)
        case (.equals, nil, _): return .isText(value.lowercased)
        case (.contains, _, _): return .contains(value.lowercased)
        case (.above, let number?, _): return .isAbove(number)
        case (.below, let number?, _): return .isBelow(number)
        case (.above, nil, let day?): return .isAfterDay(day)
        case (.below, nil, let day?): return .isBeforeDay(day)
        case (.above, nil, nil), (.below, nil, nil):
            throw ScoreFault("value", "\(value.bytes.quoted) is neither a number nor a date")
        }
    }

    /// Whether a lead is so.
    func holds(_ field: ScoreField, of scored: ScoredLead) -> Bool {
        switch self {
        case .isUnset: scored.texts(of: field).isEmpty
        case .isSet: !scored.texts(of: field).isEmpty
        case .isText(let text): scored.texts(of: field).contains { $0.lowercased == text }
        case .contains(let part):
            scored.texts(of: field).contains { $0.lowercased.bytes.contains(run: part.bytes) }
        case .isNumber(let number): scored.number(of: field) == number
        case .isAbove(let number): scored.number(of: field).map { $0 > number } ?? false
        case .isBelow(let number): scored.number(of: field).map { $0 < number } ?? false
        case .isAfter(let time): scored.time(of: field).map { $0 > time } ?? false
        case .isBefore(let time): scored.time(of: field).map { $0 < time } ?? false
        case .isAfterDay(let day):
            scored.day(of: field).map { $0.daysSinceEpoch > day.daysSinceEpoch } ?? false
        case .isBeforeDay(let day):
            scored.day(of: field).map { $0.daysSinceEpoch < day.daysSinceEpoch } ?? false
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether the bytes have this run somewhere among them.
    fileprivate func contains(run: ArraySlice<UInt8>) -> Bool {
        guard let first = run.first, count >= run.count else { return run.isEmpty }
        var rest = self[...(endIndex - run.count)]
        while let start = rest.firstIndex(of: first) {
            if self[start...].starts(with: run) { return true }
            rest = rest[(start + 1)...]
        }
        return false
    }
}
