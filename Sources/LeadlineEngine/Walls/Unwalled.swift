import LeadlineDomain
import LeadlineStore

extension View {
    /// The lead, before whatever wall it stands: for what is judged by its caller, or told to
    /// nobody.
    mutating func anyLead(_ id: LeadID) -> Lead? { get(Schema.leads.table, id) }
}
