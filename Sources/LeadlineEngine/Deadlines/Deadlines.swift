import LeadlineDomain

/// Everything that happens by itself, a line each.
///
/// A deadline is a field of a record, found by an index of its table and standing there only while
/// it is pending. The writer fires each in a transaction of its own, in due order over all sources,
/// late after downtime, and once: the transaction that does what is due takes it out of the index.
enum Deadlines {
    /// Where they stand; of two that are due at once, the one of the earlier source is first.
    static let sources: [DeadlineSource] = [
        DeadlineSource(
            "claim", Schema.leads.byClaimEnd, events: [.leadExpired, .leadLapsed, .leadPromoted]
        ) { (tx: inout Transaction, lead, due) throws(Rejection) in
            tx.endClaim(of: lead, at: due)
        },
        DeadlineSource(
            "followup", Schema.leads.byFollowUp,
            events: [
                .leadWarned, .leadBreached, .leadEscalated, .leadTimedOut, .leadAssigned,
                .leadOffered,
            ]
        ) { (tx: inout Transaction, lead, due) throws(Rejection) in
            try tx.advanceFollowUp(of: lead, at: due)
        },
        DeadlineSource("campaign", Schema.campaigns.due, events: [.campaignEnded]) {
            (tx: inout Transaction, campaign, _) throws(Rejection) in tx.endCampaign(campaign)
        },
        DeadlineSource("bonus", Schema.bonuses.due, events: [.bonusDue]) {
            (tx: inout Transaction, bonus, _) throws(Rejection) in
            try tx.becomeDue(bonus)
        },
        DeadlineSource(
            "payout run", Schema.payoutRuns.resumes, events: [.payoutCreated, .payrollCreated]
        ) { (tx: inout Transaction, run, _) throws(Rejection) in
            try tx.resumeRun(run)
        },
        DeadlineSource("payment", Schema.payments.expiry, events: [.paymentUnknown]) {
            (tx: inout Transaction, payment, _) throws(Rejection) in
            try tx.expire(payment)
        },
        DeadlineSource(
            "payroll", Schema.payrolls.resumes,
            events: [.payoutApproved, .payoutSent, .payoutPaid, .payoutFailed, .payoutUnknown]
        ) { (tx: inout Transaction, payroll, _) throws(Rejection) in
            try tx.resumeMove(payroll)
        },
        dailySource,
    ]

    /// What is done once a day, when the house's day begins, in this order.
    static let daily: [DailyJob] = [
        DailyJob("scores", events: [.leadScored]) { (tx: inout Transaction, place) in
            // Each part is told apart by its number; what is left is found by the index.
            tx.sweepScores() ? (place ?? 0) + 1 : nil
        },
        DailyJob("queue", events: [.leadScored]) { (tx: inout Transaction, place) in
            tx.sweepQueue(after: place)
        },
        DailyJob("tiers", events: Transaction.tierEvents) {
            (tx: inout Transaction, place) throws(Rejection) in tx.evaluateTiers(after: place)
        },
    ]

    /// The events that happen by themselves.
    static var events: [EventType] {
        sources.flatMap(\.events) + daily.flatMap(\.events)
    }

    /// So many of one source are looked at together.
    static let lookAhead = 64
    /// So many happen in one commit while a moved clock waits for its answer.
    static let firingsPerStep = EngineLimits.stepRecordsMax
    /// One that stands there so often although it was fired is left alone.
    static let repeatsMax = 8
    /// Of one source so many that failed are passed over; with more the whole source is left alone.
    static let restingMax = 1024
    /// After so long what failed is tried again, and a clock that was set is noticed.
    static let restMilliseconds: Int64 = 60_000
}
