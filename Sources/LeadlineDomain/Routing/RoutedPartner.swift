/// What routing knows of a partner.
package struct RoutedPartner: Sendable {
    /// The partner.
    package let id: PartnerID

    /// Whether it takes part; only `active` is routed to.
    package let state: PartnerState

    /// Its share of leads relative to others; 0 is never chosen.
    package let weight: UInt32

    /// The most leads open at once; nil is unlimited.
    package let capacity: UInt32?

    /// Leads open with the partner: `review` to `quoted`.
    package let open: UInt32

    /// Assignments to the partner within `Routing.recentWindow`, whatever became of them.
    package let recent: UInt32

    /// When it last was assigned a lead; nil is never.
    package let lastAssigned: Timestamp?

    /// The partner's coverage; rows that do not match the lead do no harm.
    package let coverage: [Coverage]

    /// Takes the facts one by one.
    package init(
        id: PartnerID, state: PartnerState, weight: UInt32, capacity: UInt32?, open: UInt32,
        recent: UInt32, lastAssigned: Timestamp?, coverage: [Coverage]
    ) {
        self.id = id
        self.state = state
        self.weight = weight
        self.capacity = capacity
        self.open = open
        self.recent = recent
        self.lastAssigned = lastAssigned
        self.coverage = coverage
    }

    /// Takes the facts from a partner's record and what is counted beside it.
    package init(
        _ partner: Partner, open: UInt32, recent: UInt32, lastAssigned: Timestamp?,
        coverage: [Coverage]
    ) {
        self.init(
            id: partner.id, state: partner.state, weight: partner.weight,
            capacity: partner.capacity, open: open, recent: recent, lastAssigned: lastAssigned,
            coverage: coverage)
    }
}
