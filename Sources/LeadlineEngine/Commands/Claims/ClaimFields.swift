import LeadlineDomain
import LeadlineStore

/// A claim with its lead, and how many wait behind it.
struct ClaimEntry: Sendable {
    /// As the caller is shown it.
    let lead: Lead
    /// The leads queued for the same; nil where the caller is not told.
    let waiting: [LeadID]?
    let now: Timestamp

    /// `review` until the lead is accepted, `protected` after it; `ended` when its time is over.
    fileprivate var state: StaticString {
        guard let claim = lead.claim, claim.isAlive(at: now) else { return "ended" }
        return claim.accepted == nil ? "review" : "protected"
    }
}

/// The documented fields of a claim, in the order of `CLAIM.GET`.
enum ClaimFields {
    static let table = FieldTable<ClaimEntry>([
        EntityField("lead") { .id($0.lead.id) },
        EntityField("state") { .word(StaticWord($0.state)) },
        EntityField("partner") { .optional($0.lead.partner) },
        EntityField("products") { .texts($0.lead.products) },
        EntityField("registered") { .optional($0.lead.claim?.registered) },
        EntityField("accepted") { .optional($0.lead.claim?.accepted) },
        EntityField("protected_until") { .optional($0.lead.claim?.expires) },
        EntityField("waiting") { .texts(($0.waiting ?? []).map(\.text)) },
        EntityField("dispute") { .optional($0.lead.dispute) },
    ])
}

/// A claim as a map of all its fields.
struct ClaimMap: MappedRecord {
    static let fields = ClaimFields.table
    let entity: ClaimEntry
}

/// The columns of CLAIM.LIST.
enum ClaimColumns: PageColumns {
    static let standard = ClaimFields.table.columns([
        "lead", "state", "partner", "products", "registered", "accepted", "protected_until",
    ])
}

extension Reader {
    /// The claim of a lead that was found for the caller.
    mutating func claimEntry(_ lead: Lead) -> ClaimEntry {
        // Who else waits is the house's to know.
        guard caller.wall.isHouse else { return ClaimEntry(lead: lead, waiting: nil, now: now) }
        let waiting = Registration.claims(ofCustomer: lead.emailKey, &view).filter {
            $0.status == .queued && $0.id != lead.id && $0.overlaps(lead)
        }
        return ClaimEntry(lead: lead, waiting: waiting.map(\.id), now: now)
    }
}
