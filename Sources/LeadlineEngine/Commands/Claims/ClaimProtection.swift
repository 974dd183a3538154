import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// For how long a lead that is accepted now will be protected: as its campaign says, else the
    /// tier of its partner, else the configuration (`PROTECT`).
    mutating func protection(of lead: Lead) -> Seconds { settings.protection }
}
