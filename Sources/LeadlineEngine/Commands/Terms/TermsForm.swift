import LeadlineDomain
import LeadlineWire

/// The keywords of TERMS.SET as they were given: nil is "not given".
struct TermsForm: Sendable {
    var rate: Rate?
    var fixed: AmountText?
    var brackets: Text?
    var mode: Choice<Brackets.Mode>?
    var recurs: Clearable<Recurrence>?
    var later: Clearable<Rate>?
    var hold: Clearable<Seconds>?
    var minSale: Text?
    var cap: Text?
    var period: Choice<Cap.Period>?
    var overrides: Clearable<LevelRates>?
    var base: Choice<Overrides.Base>?
    var due: Clearable<DueRule>?
    var parts: Clearable<PartPlan>?

    static let form = Form(
        TermsForm(),
        [
            .one("RATE", \.rate),
            .one("FIXED", \.fixed),
            .one("BRACKETS", \.brackets),
            .one("MODE", \.mode),
            .one("RECURS", \.recurs),
            .one("LATER", \.later),
            .one("HOLD", \.hold),
            .one("MINSALE", \.minSale),
            .one("CAP", \.cap),
            .one("PER", \.period),
            .one("OVERRIDE", \.overrides),
            .one("OF", \.base),
            .one("DUE", \.due),
            .one("SPLIT", \.parts),
        ])

    /// How many terms one scope has at most.
    static let rowsMax = 64

    /// The terms that these keywords make of what there was.
    func apply(
        to old: Terms?, _ scope: TermsScope, _ selector: TermsSelector, _ base: Currency
    ) throws(Rejection) -> Terms {
        let currency = old?.currency ?? base
        guard let reward = try reward(old?.reward, currency) else {
            throw .invalid("rate", "TERMS.SET requires RATE, FIXED or BRACKETS")
        }
        var terms = Terms(
            scope: scope, type: selector.type?.type, recipient: selector.recipient?.value,
            currency: currency, reward: reward)
        terms.products = selector.products?.map(\.trimmed) ?? []
        terms.later = later.map(\.value) ?? old?.later
        terms.recurs = recurs.map(\.value) ?? old?.recurs
        terms.hold = hold.map { $0.value ?? Seconds(0) } ?? old?.hold ?? Seconds(0)
        terms.minSale = try amount(minSale, "minsale", currency) ?? old?.minSale
        if minSale?.isEmpty == true { terms.minSale = nil }
        terms.cap = try cap(old?.cap, currency)
        terms.overrides = try overrides(old?.overrides)
        terms.due = due.map(\.value) ?? old?.due
        terms.parts = parts.map(\.value) ?? old?.parts
        terms.version = old?.version ?? 1
        return terms
    }

    private func reward(
        _ old: Terms.Reward?, _ currency: Currency
    ) throws(Rejection) -> Terms.Reward? {
        let given = [rate != nil, fixed != nil, brackets != nil].count { $0 }
        guard given <= 1 else { throw .syntax("RATE, FIXED and BRACKETS exclude each other") }
        if let brackets {
            let rows = try checking("brackets") { () throws(ValueFault) in
                try Brackets.parse(brackets.bytes, in: currency)
            }
            return .brackets(rows, mode?.value ?? .marginal)
        }
        if let mode {
            guard given == 0, case .brackets(let rows, _)? = old else {
                throw .invalid("mode", "is for BRACKETS")
            }
            return .brackets(rows, mode.value)
        }
        if let rate { return .rate(rate) }
        guard let fixed else { return old }
        return .fixed(
            try checking("fixed") { () throws(ValueFault) in
                try Amount.parse(fixed.text.bytes, in: currency)
            })
    }

    private func amount(
        _ text: Text?, _ field: String, _ currency: Currency
    ) throws(Rejection) -> Int64? {
        guard let text = text?.orNil else { return nil }
        return try checking(field) { () throws(ValueFault) in
            try Amount.parse(text.bytes, in: currency)
        }
    }

    private func cap(_ old: Cap?, _ currency: Currency) throws(Rejection) -> Cap? {
        guard let cap else {
            guard period == nil else { throw .invalid("per", "is for CAP") }
            return old
        }
        guard let limit = try amount(cap, "cap", currency) else { return nil }
        guard let period = period?.value else { throw .invalid("per", "CAP requires PER") }
        return Cap(limit: limit, period: period)
    }

    private func overrides(_ old: Overrides?) throws(Rejection) -> Overrides? {
        guard let overrides else {
            guard base == nil else { throw .invalid("of", "is for OVERRIDE") }
            return old
        }
        guard let rates = overrides.value?.rates else { return nil }
        guard let base = base?.value else { throw .invalid("of", "OVERRIDE requires OF") }
        return try checking("override") { () throws(ValueFault) in
            try Overrides(rates: rates, of: base)
        }
    }
}
