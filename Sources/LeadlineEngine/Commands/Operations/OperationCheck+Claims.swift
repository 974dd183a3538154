import LeadlineDomain
import LeadlineStore

// One customer is one live lead for each need and direction (`rules.md` 1 and 2).
extension Inspection {
    /// Looks whether two leads hold the same, and whether what is queued waits for something.
    mutating func checkClaims(_ view: inout View) {
        each(Schema.leads.table, &view) { inspection, view, lead in
            let isWaiting = lead.status == .queued
            let isHolding = lead.isHolding(at: inspection.now)
            guard isWaiting || isHolding else { return }
            let rivals = Registration.liveLeads(ofCustomer: lead, &view).filter {
                $0.direction == lead.direction && $0.overlaps(lead)
            }
            // Of two that hold the same, the later one tells of both.
            if isHolding, let rival = rivals.first(where: { $0.isHolding(at: inspection.now) }),
                rival.id < lead.id
            {
                inspection.add("lead", lead.id.text, "holds what \(rival.id) holds")
            }
            if isWaiting, !rivals.contains(where: { $0.claim != nil }) {
                inspection.add("lead", lead.id.text, "is queued and waits for nothing")
            }
        }
    }
}
