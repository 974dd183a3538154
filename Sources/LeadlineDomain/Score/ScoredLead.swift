/// A lead with everything that score rules look at.
package struct ScoredLead: Sendable {
    private let lead: Lead

    /// How far its need is qualified.
    let criteria: Criteria
    private let engagement: Engagement

    /// Puts together what is known of a lead.
    package init(_ lead: Lead, _ criteria: Criteria, _ engagement: Engagement) {
        self.lead = lead
        self.criteria = criteria
        self.engagement = engagement
    }

    /// The texts of a fact, none where it is unset; a number or a time as it is printed.
    func texts(of field: ScoreField) -> [Text] {
        switch field {
        case .custom(let name): custom(name).map { [$0] } ?? []
        case .fact(let fact): texts(of: fact)
        }
    }

    /// The number of a fact, or of what a custom field holds; nil where it is none.
    func number(of field: ScoreField) -> FieldNumber? {
        switch field {
        case .custom(let name): custom(name).flatMap { try? FieldNumber.parse($0.bytes) }
        case .fact(let fact): number(of: fact)
        }
    }

    /// The day that a custom field holds; nil where it is none.
    func day(of field: ScoreField) -> CivilDate? {
        switch field {
        case .custom(let name): custom(name).flatMap { CivilDate($0.bytes) }
        case .fact: nil
        }
    }

    /// The time that a fact is.
    func time(of field: ScoreField) -> Timestamp? {
        switch field {
        case .fact(.created): lead.created
        case .fact(.meeting): lead.meeting
        default: nil
        }
    }

    /// Since when a fact is so, for points that fade.
    func since(_ field: ScoreField) -> Timestamp? {
        switch field {
        case .fact(.status): lead.since
        case .fact(.remarks): engagement.remarks.last
        case .fact(.quotes): engagement.quotes.last
        default: time(of: field)
        }
    }

    private func custom(_ name: Text) -> Text? {
        lead.fields.first { $0.name.isSpelledLike(name) }?.value
    }

    private func texts(of fact: ScoreFact) -> [Text] {
        switch fact {
        case .title: [lead.title].compactMap { $0 }
        case .email: [lead.email]
        case .name: [lead.name].compactMap { $0 }
        case .company: [lead.company].compactMap { $0 }
        case .phone: [lead.phone].compactMap { $0 }
        case .service: [lead.service].compactMap { $0 }
        case .areas: lead.areas.map(\.text)
        case .zip: [lead.zip?.code].compactMap { $0 }
        case .country: [lead.country?.text].compactMap { $0 }
        case .currency: [lead.currency.text]
        case .notes: [lead.notes].compactMap { $0 }
        case .source: [lead.source.text]
        case .direction: [lead.direction.text]
        case .status: [lead.status.text]
        case .external: [lead.external ? "yes" : "no"]
        case .submitter: [lead.submitter]
        case .owner: [lead.owner].compactMap { $0 }
        case .partner: [lead.partner?.text].compactMap { $0 }
        case .referrer: [lead.referrer?.text].compactMap { $0 }
        case .helper: [lead.helper?.text].compactMap { $0 }
        case .campaign: [lead.campaign?.text].compactMap { $0 }
        case .products: lead.products
        case .ref: [lead.ref].compactMap { $0 }
        case .created, .meeting: [time(of: .fact(fact))?.text].compactMap { $0 }
        case .value, .budget, .authority, .need, .timeline, .remarks, .quotes:
            [number(of: fact)?.text].compactMap { $0 }
        }
    }

    private func number(of fact: ScoreFact) -> FieldNumber? {
        switch fact {
        case .value: lead.value.map { FieldNumber(minor: $0, of: lead.currency) }
        case .budget: criteria.budget.map { FieldNumber(whole: Int($0)) }
        case .authority: criteria.authority.map { FieldNumber(whole: Int($0)) }
        case .need: criteria.need.map { FieldNumber(whole: Int($0)) }
        case .timeline: criteria.timeline.map { FieldNumber(whole: Int($0)) }
        case .remarks: FieldNumber(whole: Int(engagement.remarks.count))
        case .quotes: FieldNumber(whole: Int(engagement.quotes.count))
        default: nil
        }
    }
}

extension FieldNumber {
    /// An amount in whole units of its currency; as much as 64 bits hold where it is more.
    fileprivate init(minor: Int64, of currency: Currency) {
        var scaled = minor
        for _ in Int(currency.minorDigits)..<Self.decimalsMax {
            let (product, isLost) = scaled.multipliedReportingOverflow(by: 10)
            scaled = isLost ? (minor < 0 ? .min : .max) : product
        }
        self.init(scaled: scaled)
    }
}
