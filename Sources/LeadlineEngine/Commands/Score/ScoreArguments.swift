import LeadlineDomain
import LeadlineWire

/// The name of a score rule, in lower case: however it is spelt, it is one rule.
struct ScoreRuleName: Argument {
    static var typeName: String { "rule" }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        guard (1...EngineLimits.scoreRuleNameBytesMax).contains(name.count) else {
            throw ValueFault("1 to \(EngineLimits.scoreRuleNameBytesMax) bytes")
        }
        // Events name the rule, and are asked for by the names of records.
        guard !UserName.isID(name) else {
            throw ValueFault("\(name.quoted) looks like an id")
        }
        text = Text(name).asciiLowercased
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Whole points, which may be below 0.
struct ScorePoints: Argument {
    static var typeName: String { "n" }
    let number: Int32

    init(argument: Bytes) throws(ValueFault) {
        let isNegative = argument.first == UInt8(ascii: "-")
        let digits = isNegative ? argument.dropFirst() : argument
        guard let magnitude = digits.decimal, let number = Int32(exactly: magnitude) else {
            throw ValueFault("\(argument.quoted) is not a whole number")
        }
        self.number = isNegative ? -number : number
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed("\(number)".utf8) }
}

/// The points of one criterion of QUALIFY: 0 to 25.
struct CriterionPoints: Argument {
    static var typeName: String { "0-\(Criteria.pointsMax)" }
    let number: UInt8

    init(argument: Bytes) throws(ValueFault) {
        guard let value = argument.decimal, value <= Criteria.pointsMax else {
            throw ValueFault("\(argument.quoted) is not 0 to \(Criteria.pointsMax)")
        }
        number = UInt8(value)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed("\(number)".utf8) }
}
