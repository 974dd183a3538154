import LeadlineDomain
import LeadlineStore

// How leads get their scores. A score is kept with the lead whenever that is written, so that it
// can be sorted by; the facts that it is made of are kept beside it, and give it again at any time.

extension Transaction {
    /// Gives a lead the score that rules and judgements make of it now.
    ///
    /// Called with every write of a lead, before the lead is put; without rules it costs one load.
    mutating func score(_ lead: inout Lead, isNew: Bool = false) {
        guard scores.isOpen else { return }
        let kept = isNew ? nil : changes.view.get(Schema.assessments.table, lead.id)
        var assessment = kept ?? Assessment(lead.id)
        let card = scorecard()
        let scoring = changes.view.scoring(of: lead, assessment, card, at: now)
        lead.score = Int32(scoring.total)
        assessment.fading = lead.status.isOpen ? scoring.changes.flatMap { nextNight($0) } : nil
        guard assessment != kept else { return }
        if !assessment.isEmpty {
            changes.put(Schema.assessments.table, assessment)
        } else if kept != nil {
            changes.delete(Schema.assessments.table, lead.id)
        }
    }

    /// Brings the score of a lead up to now by itself: its version and its author stay.
    mutating func rescore(_ old: Lead) {
        var lead = old
        score(&lead)
        guard lead.score != old.score else { return }
        changes.put(Schema.leads.table, lead)
        bySystem { tx in
            tx.record(.leadScored, lead.houseSubject, LeadFields.table, from: old, to: lead)
        }
    }

    /// Scores a lead again around which something has happened that rules look at.
    mutating func note(_ fact: ScoreFact, around lead: Lead) {
        guard scores.isOpen, scorecard().watches(fact) else { return }
        rescore(lead)
    }

    /// The rules, read once after each change of them.
    private mutating func scorecard() -> Scorecard {
        let edition = changes.view.scoreEdition
        if let card = scores.card(of: edition) { return card }
        let card = changes.view.scorecard()
        scores.keep(card, of: edition)
        return card
    }

    /// Notes that the rules are others than before.
    mutating func renewScorecard() {
        scores.open()
        let edition = randomNumber()
        var bytes: [UInt8] = []
        edition.append(to: &bytes)
        changes.putBytes(cell: Cell.scoreEdition, bytes)
    }

    /// The midnight of the house that follows a time to come.
    private func nextNight(_ time: Timestamp) -> Timestamp? {
        guard let date = time.date(in: settings.zone) else { return nil }
        let start = settings.zone.start(of: date)
        let night = start >= time ? start : settings.zone.end(of: date)
        // At the end of the calendar there is none.
        return night > now ? night : nil
    }
}

extension Lead {
    /// How events name this lead that are the house's alone.
    var houseSubject: EventSubject {
        var subject = subject
        subject.audience = []
        return subject
    }
}

extension View {
    /// Which rules are in force; 0 before the first.
    var scoreEdition: UInt64 {
        mutating get {
            guard let bytes = getBytes(cell: Cell.scoreEdition) else { return 0 }
            var reader = KeyReader(bytes[...])
            return UInt64.read(&reader) ?? 0
        }
    }

    /// The rules in force.
    mutating func scorecard() -> Scorecard {
        let rules = rows(of: Schema.scoreRules.table, limit: EngineLimits.scoreRulesMax)
        return rules.isEmpty ? .empty : Scorecard(rules)
    }

    /// A lead's score, point by point; for a closed lead time stands still.
    mutating func scoring(
        of lead: Lead, _ assessment: Assessment, _ card: Scorecard, at now: Timestamp
    ) -> Scoring {
        var engagement = Engagement()
        engagement.quotes = assessment.quotes
        if card.watches(.remarks) { engagement.remarks = remarks(on: lead.id) }
        let scored = ScoredLead(lead, assessment.criteria, engagement)
        return card.scoring(of: scored, at: min(lead.closed ?? now, now))
    }

    /// How often NOTE said something of a lead: they are numbered, so the last one tells.
    private mutating func remarks(on lead: LeadID) -> Engagement.Tally {
        guard let last = ids(Schema.notes.byLead, lead, .descending, limit: 1).first,
            let note = get(Schema.notes.table, last.id)
        else { return Engagement.Tally() }
        return Engagement.Tally(count: note.number, last: note.at)
    }
}
