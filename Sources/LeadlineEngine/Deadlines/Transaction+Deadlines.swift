import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// The lead of a deadline that was found: it happens behind no wall.
    mutating func leadWaiting(_ id: LeadID) -> Lead? { changes.view.get(Schema.leads.table, id) }
}
