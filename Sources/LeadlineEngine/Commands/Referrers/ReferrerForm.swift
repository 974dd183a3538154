import LeadlineDomain
import LeadlineStore

/// The keywords of REFERRER.NEW and REFERRER.SET as they were given: nil is "not given".
struct ReferrerForm: Sendable {
    var kind: Choice<ReferrerKind>?
    var name: Phrase?
    var email: Clearable<Address>?
    var rate: Clearable<Rate>?
    var fixed: AmountText?
    var ref: Text?
    /// Whether any keyword was given at all.
    var hasValues = false

    private static let common: [Form<ReferrerForm>.Field] = [
        .one("EMAIL", \.email, isSensitive: true),
        .one("RATE", \.rate),
        .one("FIXED", \.fixed),
        .one("REF", \.ref),
    ]

    /// What REFERRER.NEW takes beside KIND and NAME, which it requires.
    static let new = Form(ReferrerForm(), common)

    /// What REFERRER.SET takes.
    static let set = Form(
        ReferrerForm(), [.one("KIND", \.kind), .one("NAME", \.name)] + common,
        given: \.hasValues)
}

extension ReferrerForm {
    /// Puts everything that was given into `referrer`, each value checked where only the store or
    /// the settings can tell.
    func apply(to referrer: inout Referrer, _ view: inout View) throws(Rejection) {
        if let kind { referrer.kind = kind.value }
        if let name { referrer.name = name.text }
        if let email { referrer.email = email.value?.text }
        try applyTerms(to: &referrer)
        try applyRef(to: &referrer, &view)
    }

    private func applyTerms(to referrer: inout Referrer) throws(Rejection) {
        let fee = fixed?.text.orNil
        guard rate?.value == nil || fee == nil else {
            throw .syntax("RATE and FIXED exclude each other")
        }
        if let rate = rate?.value {
            referrer.terms = .rate(rate)
        } else if let fee {
            let currency = referrer.currency
            referrer.terms = .fixed(
                try checking("fixed") { () throws(ValueFault) in
                    try Amount.parse(fee.bytes, in: currency)
                })
        } else {
            // An empty RATE clears a rate and an empty FIXED a fee, neither the other.
            switch referrer.terms {
            case .rate: if rate != nil { referrer.terms = nil }
            case .fixed: if fixed != nil { referrer.terms = nil }
            case nil: break
            }
        }
    }

    private func applyRef(to referrer: inout Referrer, _ view: inout View) throws(Rejection) {
        guard let ref else { return }
        referrer.ref = ref.orNil
        guard let ref = referrer.ref,
            let holder = view.holder(Schema.referrers.byRef, KeyText(ref.bytes)),
            holder != referrer.id
        else { return }
        throw Rejection(.exists, "\(holder) ref '\(ref)' is taken", field: "ref")
    }

    /// What a referrer is paid is for finance to say, or for an admin.
    func requireRight(of caller: Caller) throws(Rejection) {
        guard rate != nil || fixed != nil else { return }
        guard caller.role == .admin || caller.role == .finance else {
            throw Rejection(.noPermission, "RATE and FIXED are for finance")
        }
    }
}
