import LeadlineDomain
import LeadlineNames
import LeadlineStore

// Nobody earns on their own referral (`rules.md` 7): who is credited with a customer is not that
// customer, nor of the customer's firm.
extension Transaction {
    /// Throws when somebody who is credited with a lead is its customer.
    mutating func requireNoSelfReferral(_ lead: Lead) throws(Rejection) {
        if let referrer = lead.referrer { try requireNotOwn(lead, referrer) }
        if lead.direction == .in, let partner = lead.partner {
            try requireNotOwn(lead, .partner(partner))
        }
        if let helper = lead.helper { try requireNotOwn(lead, .referrer(helper)) }
        for share in lead.credit {
            if let payee = share.contributor.payee { try requireNotOwn(lead, payee) }
        }
    }

    /// Throws when the payee is the lead's customer.
    mutating func requireNotOwn(_ lead: Lead, _ payee: Payee) throws(Rejection) {
        guard isOwn(lead, payee) else { return }
        throw .invalid("email", "nobody earns on their own referral")
    }

    /// Whether the payee is the lead's customer.
    mutating func isOwn(_ lead: Lead, _ payee: Payee) -> Bool { changes.view.isOwn(lead, payee) }
}

extension View {
    /// Whether the payee is the lead's customer, by its address or its firm's domain.
    mutating func isOwn(_ lead: Lead, _ payee: Payee) -> Bool {
        guard let email = email(of: payee),
            let address = try? EmailAddress.parse(email.bytes),
            let key = try? address.key(ascii: AsciiDomain.of)
        else { return false }
        if key.text == lead.emailKey { return true }
        guard let domain = lead.businessDomain else { return false }
        return key.domainKey { DomainNames.registrable($0.bytes).map { Text($0) } } == domain
    }

    private mutating func email(of payee: Payee) -> Text? {
        switch payee {
        case .partner(let id): get(Schema.partners.table, id)?.email
        case .referrer(let id): get(Schema.referrers.table, id)?.email
        }
    }
}
