/// Who may be paid: a partner (`P7`) or a referrer (`R3`).
package enum Payee: Hashable, Sendable {
    /// A partner, who works leads.
    case partner(PartnerID)
    /// A referrer, who is only paid.
    case referrer(ReferrerID)

    /// The payee that an id names; nil for any other text.
    package init?(_ bytes: ArraySlice<UInt8>) {
        if let partner = PartnerID(bytes) {
            self = .partner(partner)
        } else if let referrer = ReferrerID(bytes) {
            self = .referrer(referrer)
        } else {
            return nil
        }
    }

    /// The id as it is printed.
    package var text: Text {
        switch self {
        case .partner(let id): id.text
        case .referrer(let id): id.text
        }
    }
}
