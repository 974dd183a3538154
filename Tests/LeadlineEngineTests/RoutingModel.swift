/// Who gets which lead, told from the rules alone (`rules.md` 3): every lead needs the same service
/// in ZIP 90210, and each partner covers one area in which that lies.
struct RoutingModel {
    /// The areas, the narrowest first; a partner's level is a place in them.
    static let areas = ["US-90210", "US-CA", "US", "AMER", "*"]

    struct Partner {
        let level: Int
        var weight: Int
        let capacity: Int?
        var isPaused = false
    }

    struct Lead {
        var partner: Int?
        var status = "new"
        /// Whether routing chose the partner.
        var isAuto = false
        var declined: Set<Int> = []
    }

    var partners: [Partner]
    /// Whose ZIP it is.
    let owner: Int?
    private(set) var leads: [Lead] = []
    private var assignments: [(partner: Int, minute: Int)] = []
    private var minute = 0

    private static let windowMinutes = 30 * 24 * 60

    init(_ partners: [Partner], owner: Int?) {
        self.partners = partners
        self.owner = owner
    }

    mutating func advance(minutes: Int) { minute += minutes }

    mutating func add() { leads.append(Lead()) }

    /// Routes a lead; answers who gets it.
    mutating func assign(_ lead: Int) -> Int? {
        guard let partner = choice(for: leads[lead]) else { return nil }
        give(lead, to: partner, isAuto: true)
        return partner
    }

    mutating func give(_ lead: Int, to partner: Int, isAuto: Bool) {
        leads[lead].partner = partner
        leads[lead].status = "review"
        leads[lead].isAuto = isAuto
        assignments.append((partner, minute))
    }

    mutating func release(_ lead: Int) { leads[lead].status = "offered" }

    /// What was routed goes to the next one, what was given by hand back to the queue.
    mutating func decline(_ lead: Int) {
        guard let partner = leads[lead].partner else { return }
        leads[lead].declined.insert(partner)
        leads[lead].partner = nil
        leads[lead].status = "new"
        if leads[lead].isAuto { _ = assign(lead) }
    }

    mutating func withdraw(_ lead: Int) { leads[lead].status = "withdrawn" }

    private func choice(for lead: Lead) -> Int? {
        let candidates = partners.indices.filter { isAvailable($0, for: lead) }
        if let owner { return candidates.contains(owner) ? owner : nil }
        guard let level = candidates.map({ partners[$0].level }).min() else { return nil }
        // Lowest load by weight, then the longest without a lead, then the lowest id.
        return candidates.filter { partners[$0].level == level }.min { left, right in
            let shares = (load(left) * partners[right].weight, load(right) * partners[left].weight)
            if shares.0 != shares.1 { return shares.0 < shares.1 }
            let (first, second) = (last(left), last(right))
            return first == second ? left < right : first < second
        }
    }

    private func isAvailable(_ partner: Int, for lead: Lead) -> Bool {
        let row = partners[partner]
        return !row.isPaused && row.weight > 0 && !lead.declined.contains(partner)
            && row.capacity.map { open(partner) < $0 } ?? true
    }

    private func open(_ partner: Int) -> Int {
        leads.count { $0.partner == partner && ["review", "offered"].contains($0.status) }
    }

    private func load(_ partner: Int) -> Int {
        open(partner)
            + assignments.count {
                $0.partner == partner && $0.minute >= minute - Self.windowMinutes
            }
    }

    private func last(_ partner: Int) -> Int {
        assignments.last { $0.partner == partner }?.minute ?? -1
    }
}
