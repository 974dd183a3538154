import LeadlineDomain
import LeadlineWire

/// An amount with a sign: `+50.00`, `-12.50`; without one it is added.
struct SignedAmountText: Argument {
    static var typeName: String { "±amount" }
    private let isNegative: Bool
    private let digits: AmountText

    init(argument: Bytes) throws(ValueFault) {
        isNegative = argument.first == UInt8(ascii: "-")
        let isSigned = isNegative || argument.first == UInt8(ascii: "+")
        digits = try AmountText(argument: isSigned ? argument.dropFirst() : argument)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(isNegative ? 1 : 0))
        digits.feed(&fingerprint)
    }

    /// The amount in minor units, which is not 0.
    func minor(in currency: Currency) throws(Rejection) -> Int64 {
        let minor = try checking("amount") { () throws(ValueFault) in
            try Amount.parse(digits.text.bytes, in: currency)
        }
        guard minor > 0 else { throw .invalid("amount", "must not be 0") }
        return isNegative ? -minor : minor
    }
}

/// `:3` or `=B13`: an amount that was changed, or a new record beside it.
enum VersionOrID: ReplyValue {
    static var shape: ReplyShape { ReplyShape(.any) }
    case version(UInt32)
    case id(BonusID)

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .version(let version): reply.integer(Int64(version))
        case .id(let id): reply.string(id.text.bytes)
        }
    }
}

/// How one of several bonuses went: its new state, or what was wrong.
struct BonusResult: Sendable {
    let id: BonusID
    let result: Text
}

/// The columns of BONUS.COMPLETE and BONUS.APPROVE of several.
enum BonusResultColumns: PageColumns {
    static let standard: [EntityField<BonusResult>] = [
        EntityField("id") { .id($0.id) },
        EntityField("result") { .text($0.result) },
    ]
}

/// `:3` of one bonus, a page of several.
enum BonusBatch: ReplyValue {
    static var shape: ReplyShape { ReplyShape(.any, fields: BonusResultColumns.names) }
    case version(UInt32)
    case page([BonusResult])

    /// How many bonuses one command takes.
    static let idsMax = 500

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .version(let version): reply.integer(Int64(version))
        case .page(let results):
            RecordPage<BonusResult, BonusResultColumns>(results).write(to: &reply)
        }
    }
}

extension Recipe {
    /// What an amount is reckoned on beside an invoice of which so much is left, in minor units:
    /// one by hand that is made when nothing is left any more is reckoned on nothing of it.
    func basis(beside net: Int64?) -> Int64? {
        if case .given = source, net == 0 { return nil }
        return net
    }
}

extension Bonus {
    /// What the amount is reckoned on; of a bonus without a sale anything above 0 will do.
    var reckonedOn: Int64 { basis ?? 1 }

    /// Refuses what does not begin in the bonus's state.
    func requireMove(_ command: BonusMove.Command, _ deed: String) throws(Rejection) {
        guard BonusFlow.move(command, from: state) == nil else { return }
        throw badState(deed, BonusFlow.origins(of: command))
    }

    /// What to answer where the bonus's state does not allow it.
    func badState(_ deed: String, _ states: [BonusState]) -> Rejection {
        let words = states.map { "\($0.word)" }.joined(separator: " or ")
        let article = words.hasPrefix("a") ? "an" : "a"
        return Rejection(
            .badState, "bonus is \(state.word); only \(article) \(words) one is \(deed)")
    }
}

extension Phrase {
    /// Refuses the word by which the server itself marks what it has stopped or put parts in the
    /// place of: it decides what becomes of a bonus.
    func requireOther(than word: Text) throws(Rejection) {
        guard text == word else { return }
        throw .invalid("reason", "'\(word)' is said by the server alone")
    }
}
