import LeadlineDomain

/// What one caller reaches of the rows that are kept (`commands.md`, Conventions; `rules.md` 12).
///
/// Pure functions of the caller and the decoded row. Every look-up, list and event asks here, and
/// nothing else decides who sees what.
struct Wall: Sendable {
    /// On which side of it a caller stands.
    private enum Side: Sendable {
        /// Reads every row.
        case house
        /// Works its own leads.
        case agent
        /// Reaches what concerns its partner or referrer.
        case partner
        /// Reaches what it brought.
        case advertiser
        /// Reaches no row.
        case nobody
    }

    private let side: Side
    /// What the caller may do at all.
    let role: Role
    private let user: Text
    /// The login name.
    var name: Text { user }
    /// The partner of an outsider.
    let partner: PartnerID?
    private let referrer: ReferrerID?

    /// The wall before a caller.
    init(_ role: Role, user: Text, partner: PartnerID?, referrer: ReferrerID?) {
        side = Self.side(of: role)
        self.role = role
        self.user = user
        self.partner = partner
        self.referrer = referrer
    }

    private static func side(of role: Role) -> Side {
        switch role {
        case .admin, .manager, .finance, .auditor: .house
        case .agent: .agent
        case .partner: .partner
        case .advertiser: .advertiser
        case .gateway: .nobody
        }
    }

    /// Whether there is none: every row is reached and shown whole.
    var isOpen: Bool { side == .house }

    /// The same of a role, for those who need no more of the wall.
    static func isOpen(to role: Role) -> Bool { side(of: role) == .house }

    /// Whether the caller is of the house: what it reaches it is shown whole.
    var isHouse: Bool { side == .house || side == .agent }

    /// Whether somebody outside the house is the caller, alone or with others.
    func isOwn(_ outsider: Outsider) -> Bool {
        guard !isHouse else { return false }
        switch outsider {
        case .partner(let id): return id == partner
        case .referrer(let id): return id == referrer
        case .user(let name): return name == user
        }
    }

    /// The outsiders that the caller is.
    var outsiders: [Outsider] {
        guard !isHouse else { return [] }
        var own: [Outsider] = []
        if let partner { own.append(.partner(partner)) }
        if let referrer { own.append(.referrer(referrer)) }
        return own + [.user(user)]
    }
}

// MARK: - Leads

extension Wall {
    /// Whether the caller reaches the lead.
    func reaches(_ lead: Lead) -> Bool {
        switch side {
        case .house: return true
        case .agent:
            let isFree = lead.owner == nil && lead.status == .new
            return lead.submitter == user || lead.owner == user || isFree
        case .partner:
            var isReached = false
            lead.forEachOutsider { if isOwn($0) { isReached = true } }
            return isReached
        case .advertiser: return hasBrought(lead)
        case .nobody: return false
        }
    }

    /// Whether the caller is outside the house and brought the lead, or somebody of its partner.
    func hasBrought(_ lead: Lead) -> Bool {
        var isBrought = false
        lead.forEachBringer { if isOwn($0) { isBrought = true } }
        return isBrought
    }

    /// Whether the caller may move the lead along its flow: a partner only what it works.
    func works(_ lead: Lead) -> Bool {
        switch side {
        case .house, .agent, .advertiser: true
        case .partner: hasBrought(lead) || partner != nil && lead.workingPartner == partner
        case .nobody: false
        }
    }

    /// Whether the caller looks after the lead.
    func owns(_ lead: Lead) -> Bool { lead.owner == user }

    /// Whether the caller may be told the id of a lead that is in its way: in the house always.
    func mayBeTold(of lead: Lead) -> Bool { isHouse || reaches(lead) }

    /// Whether the caller may read a note on a lead that it reaches.
    ///
    /// A partner reads what is shared, unless that was said while another partner had the lead, and
    /// what it wrote itself; who only earns by the lead reads none.
    func reaches(_ note: Note, on lead: Lead) -> Bool {
        guard !isHouse else { return true }
        if note.author == user { return true }
        guard note.shared, works(lead) else { return false }
        return note.partner == nil || note.partner == partner
    }
}

// MARK: - Partners

extension Wall {
    /// Whether the caller reaches the partner: the house reaches all of them, others their own.
    func reaches(_ partner: Partner) -> Bool { isHouse || self.partner == partner.id }
}

// MARK: - Disputes

extension Wall {
    /// Whether the caller reaches the dispute: an agent what it raised, a partner what somebody of
    /// it raised.
    func reaches(_ dispute: Dispute) -> Bool {
        switch side {
        case .house: true
        case .agent: dispute.author == user
        case .partner: dispute.disputant.map { isOwn(Outsider($0)) } ?? false
        case .advertiser, .nobody: false
        }
    }

    /// Whether an agent may read an event of a dispute: of what it did itself.
    func hasDone(_ event: EventRecord) -> Bool { event.actor == user }
}
