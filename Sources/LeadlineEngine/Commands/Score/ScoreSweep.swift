import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Scores the open leads again whose points have faded by now, at most a step of them; answers
    /// whether more may be left.
    ///
    /// Only those are looked at: each assessment stands under the night at which it is to be.
    mutating func sweepScores() -> Bool {
        let found = changes.view.ids(
            Schema.assessments.byFading, Nothing(), limit: EngineLimits.stepRecordsMax)
        let faded = found.prefix { $0.order <= now.milliseconds }
        for entry in faded { fade(entry.id) }
        return faded.count == EngineLimits.stepRecordsMax
    }

    private mutating func fade(_ id: LeadID) {
        if let lead = changes.view.get(Schema.leads.table, id) {
            rescore(lead)
        } else {
            // What belongs to nothing must not be found for ever.
            changes.delete(Schema.assessments.table, id)
        }
    }
}
