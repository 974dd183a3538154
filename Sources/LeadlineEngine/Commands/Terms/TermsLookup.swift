import LeadlineDomain
import LeadlineStore

extension View {
    /// The scope of that name.
    mutating func scope(_ name: ScopeName, _ wall: Wall) throws(Rejection) -> TermsScope {
        switch name {
        case .scope(let scope): scope
        case .earner(let reference): .earner(try payee(reference, wall))
        }
    }

    /// The terms of a scope, as they were set.
    mutating func terms(of scope: TermsScope) -> [Terms] {
        ids(
            Schema.terms.byScope, KeyText(scope.text.bytes), limit: TermsForm.rowsMax
        ).compactMap { get(Schema.terms.table, $0.id) }
    }

    /// The same with the short form that was given with the earner.
    mutating func terms(of scope: TermsScope, short: Terms?) -> [Terms] {
        var rows = terms(of: scope)
        guard let short else { return rows }
        if let place = rows.firstIndex(where: { $0.id == short.id }) {
            rows[place] = rows[place].paying(short)
        } else {
            rows.append(short)
        }
        return rows
    }

    /// The currency of a scope's amounts, and the short form given with its earner.
    ///
    /// - Throws: `NOTFOUND` for an earner or campaign that is not there.
    mutating func termsBase(
        of scope: TermsScope, _ settings: Settings
    ) throws(Rejection) -> (currency: Currency, short: Terms?) {
        switch scope {
        case .earner(.partner(let id)):
            guard let partner = get(Schema.partners.table, id) else {
                throw absent(PartnerID.noun, "\(id)")
            }
            return (partner.currency, Terms(scope, partner.terms, partner.currency))
        case .earner(.referrer(let id)):
            guard let referrer = get(Schema.referrers.table, id) else {
                throw absent(ReferrerID.noun, "\(id)")
            }
            return (referrer.currency, Terms(scope, referrer.terms, referrer.currency))
        case .campaign(let id):
            _ = try campaign(id)
            return (settings.currency, nil)
        case .tier, .source, .standard: return (settings.currency, nil)
        }
    }

    /// The agreement with an earner, its short form included; empty when there is none.
    mutating func agreement(with payee: Payee) -> [Terms] {
        let scope = TermsScope.earner(payee)
        let short: Terms? =
            switch payee {
            case .partner(let id):
                get(Schema.partners.table, id).flatMap { Terms(scope, $0.terms, $0.currency) }
            case .referrer(let id):
                get(Schema.referrers.table, id).flatMap { Terms(scope, $0.terms, $0.currency) }
            }
        return terms(of: scope, short: short)
    }
}

extension Terms {
    /// The terms that a short form stands for; nil when there is none.
    fileprivate init?(_ scope: TermsScope, _ short: Commission?, _ currency: Currency) {
        switch short {
        case nil: return nil
        case .rate(let rate): self.init(scope: scope, currency: currency, reward: .rate(rate))
        case .fixed(let fee): self.init(scope: scope, currency: currency, reward: .fixed(fee))
        }
    }

    /// These terms with what a short form pays, which was given later.
    func paying(_ short: Terms) -> Terms {
        var terms = self
        if case .fixed = short.reward { terms.currency = short.currency }
        terms.reward = short.reward
        return terms
    }
}
