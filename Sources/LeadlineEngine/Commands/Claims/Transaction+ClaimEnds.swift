import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// For how long a lead that is accepted now will be protected: as its campaign says, else the
    /// tier of its partner, else the configuration (`PROTECT`).
    mutating func protection(of lead: Lead) -> Seconds { settings.protection }

    /// Ends the claim of a lead whose time is over, and lets the next one up.
    ///
    /// Nothing happens when it has ended already, or lives on because it was extended.
    mutating func endClaim(of id: LeadID) {
        guard let lead = changes.view.get(Schema.leads.table, id), let claim = lead.claim,
            !claim.isAlive(at: now)
        else { return }
        endLapsedClaims(ofCustomer: lead.emailKey, except: nil)
    }
}
