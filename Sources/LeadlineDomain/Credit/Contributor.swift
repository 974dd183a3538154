/// Who or what had a part in bringing a customer: a partner, a referrer, or a campaign.
///
/// A campaign is credited to be compared with others; what it is credited with is paid to nobody.
package enum Contributor: Hashable, Sendable {
    /// A partner or a referrer, who may be paid.
    case payee(Payee)
    /// A campaign.
    case campaign(CampaignID)

    /// The contributor that an id names (`P9`, `R3`, `CMP2`); nil for any other text.
    package init?(_ bytes: ArraySlice<UInt8>) {
        if let payee = Payee(bytes) {
            self = .payee(payee)
        } else if let campaign = CampaignID(bytes) {
            self = .campaign(campaign)
        } else {
            return nil
        }
    }

    /// The id as it is printed.
    package var text: Text {
        switch self {
        case .payee(let payee): payee.text
        case .campaign(let id): id.text
        }
    }

    /// Who is paid; nil of a campaign.
    package var payee: Payee? {
        if case .payee(let payee) = self { payee } else { nil }
    }
}
