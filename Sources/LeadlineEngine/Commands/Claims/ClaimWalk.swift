import LeadlineDomain
import LeadlineStore

/// Walks the claims that a caller reaches, the first to end first.
///
/// Outside the house only the caller's own are walked: what others have costs no time.
struct ClaimWalk {
    /// Where a page begins: when a claim ends, and of which lead.
    typealias Place = (order: Int64, id: LeadID)

    /// Whose claims; nil is everybody's.
    private let claimants: [Outsider]?
    private let partner: PartnerID?
    private let until: Timestamp?
    private let now: Timestamp
    private let wall: Wall
    private let settings: Settings

    /// The claims of a partner, or of all, that end before a time, or whenever.
    init(of partner: PartnerID?, until: Timestamp?, _ reader: borrowing Reader) {
        now = reader.now
        wall = reader.caller.wall
        settings = reader.settings
        self.until = until
        self.partner = partner
        claimants = wall.isHouse ? partner.map { [.partner($0)] } : wall.outsiders
    }

    /// One page of leads whose claims live.
    func page(
        limit: PageLimit?, after: Place?, _ view: inout View
    ) -> (rows: [Lead], next: Place?) {
        let start: Place = (now.milliseconds, LeadID(raw: .max))
        let after = after.map { $0.order < start.order ? start : $0 } ?? start
        var rows: [Lead] = []
        let listing = Listing<Place, Place>(limit: limit, after: after) { $0 }
        let page = listing.page(&view) { view, place, count in
            places(after: place ?? start, limit: count, &view)
        } keep: { view, place in
            guard let lead = shown(place, &view) else { return false }
            rows.append(lead)
            return true
        }
        return (Array(rows.prefix(page.rows.count)), page.next)
    }

    private func places(after: Place, limit: Int, _ view: inout View) -> [Place] {
        let found: [Place]
        if let claimants {
            var merged: [LeadID: Int64] = [:]
            for claimant in claimants {
                let own = view.ids(
                    Schema.leads.byClaimant, claimant.key, after: (after.order, after.id),
                    limit: limit)
                for entry in own { merged[entry.id] = entry.order }
            }
            let sorted = merged.map { (order: $0.value, id: $0.key) }
                .sorted { ($0.order, $0.id) < ($1.order, $1.id) }
            found = Array(sorted.prefix(limit))
        } else {
            found = view.ids(
                Schema.leads.byClaimEnd, Nothing(), after: (after.order, after.id),
                limit: limit
            ).map { ($0.order, $0.id) }
        }
        guard let until else { return found }
        return found.filter { $0.order < until.milliseconds }
    }

    private func shown(_ place: Place, _ view: inout View) -> Lead? {
        guard let lead = view.anyLead(place.id), wall.reaches(lead) else {
            return nil
        }
        let shown = wall.shown(lead, settings)
        return partner == nil || shown.partner == partner ? shown : nil
    }
}
