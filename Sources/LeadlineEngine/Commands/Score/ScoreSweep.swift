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

    /// After rules have changed, scores a step of the queue by them; answers the lead behind which
    /// it goes on, nil when all is done or the rules are those of last time.
    mutating func sweepQueue(after place: UInt64?) -> UInt64? {
        if place == nil {
            let edition = changes.view.getBytes(cell: Cell.scoreEdition)
            guard let edition, edition != changes.view.getBytes(cell: Cell.scoredEdition) else {
                return nil
            }
            // Noted before it begins: rules that change meanwhile are for the next night.
            changes.putBytes(cell: Cell.scoredEdition, edition)
        }
        let found = changes.view.ids(
            Schema.leads.byStatus, .new, after: place.map { (Nothing(), LeadID(raw: $0)) },
            limit: EngineLimits.stepRecordsMax)
        for entry in found {
            guard let lead = changes.view.get(Schema.leads.table, entry.id) else { continue }
            rescore(lead)
        }
        return found.count == EngineLimits.stepRecordsMax ? found.last?.id.raw : nil
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
