import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Who belongs into which tier.
    static let tierEvaluation: [Command] = [
        .write(
            "TIER.EVALUATE", "Moves partners to the tiers they have earned; answers who moves.",
            group: .partner, by: .desk, reach: .house, kind: .create,
            events: Transaction.tierEvents, inBlock: .refused,
            OptionalPositional<PartnerReference>("partner"), Flag("DRYRUN"), run: tierEvaluate)
    ]
}

/// The columns of TIER.EVALUATE.
enum TierMoveColumns: PageColumns {
    static let standard: [EntityField<TierMove>] = [
        EntityField("partner") { .id($0.partner) },
        EntityField("way") { .word(StaticWord($0.way.word)) },
        EntityField("from") { .optional($0.from) },
        EntityField("to") { .optional($0.to) },
        EntityField("won") { .integer($0.won) },
        EntityField("revenue") { .amount(Money(minor: $0.revenue, currency: $0.currency)) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("until") { .optional($0.until) },
    ]
}

/// Who moves, and whom grace keeps.
private typealias TierMovePage = RecordPage<TierMove, TierMoveColumns>

extension TierRun {
    fileprivate var reply: TierMovePage { RecordPage(moves) }
}

/// Works in steps where all partners are meant: it is executed again, in further commits, until it
/// is through.
private func tierEvaluate(
    tx: inout Transaction, reference: PartnerReference?, isDryRun: Bool
) throws(Rejection) -> TierMovePage {
    if let reference {
        let partner = try tx.partner(reference)
        let move = tx.evaluate(partner, tx.changes.view.tierLadder(), isDryRun: isDryRun)
        return RecordPage(move.map { [$0] } ?? [])
    }
    // A connection runs one command at a time.
    let key = tx.caller.origin
    var run =
        tx.changes.view.get(Schema.tierRuns.table, KeyText(key.bytes))
        ?? TierRun(key: key, isDryRun: isDryRun, actor: tx.caller.name)
    tx.isUnfinished = tx.goOn(with: &run)
    return run.reply
}

extension Transaction {
    /// What an evaluation may cause.
    static let tierEvents: [EventType] = [
        .partnerPromoted, .partnerDemoted, .partnerWarned, .partnerCleared,
    ]

    /// Evaluates the next partners behind a place, as every day by itself; answers the place to go
    /// on from, or nil when it is through.
    mutating func evaluateTiers(after place: UInt64?) -> UInt64? {
        var run = TierRun(key: "", isDryRun: false, actor: caller.name)
        run.last = place.map { PartnerID(raw: $0) }
        return evaluateNext(&run) ? run.last?.raw : nil
    }

    /// Goes on with an evaluation that is kept until it is through; answers whether it is not.
    mutating func goOn(with run: inout TierRun) -> Bool {
        let step = StepID(Schema.tierRuns.table, run.id)
        guard evaluateNext(&run) else {
            changes.delete(Schema.tierRuns.table, run.id)
            keepReply(run.reply, of: step)
            return false
        }
        changes.put(Schema.tierRuns.table, run)
        owesReply(to: step)
        return true
    }

    /// Evaluates the next partners, as many as one commit may; answers whether more are left.
    private mutating func evaluateNext(_ run: inout TierRun) -> Bool {
        let ladder = changes.view.tierLadder()
        guard !ladder.tiers.isEmpty else { return false }
        let partners = changes.view.rows(
            of: Schema.partners.table, after: run.last, limit: EngineLimits.stepRecordsMax)
        guard let end = partners.last?.id else { return false }
        let budget = changes.view.rowsRead + EngineLimits.scanRowsMax
        for partner in partners where changes.view.rowsRead < budget {
            run.last = partner.id
            guard let move = evaluate(partner, ladder, isDryRun: run.isDryRun),
                run.moves.count < EngineLimits.pageRowsMax
            else { continue }
            run.moves.append(move)
        }
        return partners.count == EngineLimits.stepRecordsMax || run.last != end
    }

    /// Moves a partner to the tier that it has earned, as far as its grace allows; nil when there
    /// is nothing to tell.
    fileprivate mutating func evaluate(
        _ partner: Partner, _ ladder: TierLadder, isDryRun: Bool
    ) -> TierMove? {
        guard partner.state == .active || partner.state == .paused, !ladder.tiers.isEmpty else {
            return nil
        }
        let records = changes.view.tierRecords(of: partner.id, ladder, at: now)
        let lapse = changes.view.get(Schema.tierLapses.table, partner.id)
        let standing = TierStanding(
            tier: partner.tier, isPinned: partner.tierPinned,
            lapsedSince: lapse.flatMap { $0.isOf(partner) ? $0.since : nil })
        let verdict = ladder.verdict(
            on: standing, earned: ladder.earned { records.record(for: $0) }, at: now)
        if !isDryRun { apply(verdict, to: partner, lapse, ladder, records) }
        return move(of: partner, verdict, ladder, records)
    }

    private func move(
        of partner: Partner, _ verdict: TierVerdict, _ ladder: TierLadder, _ records: TierRecords
    ) -> TierMove? {
        let way: TierMove.Way
        var to: Text?
        var end: Timestamp?
        switch verdict {
        case .stays: return nil
        case .rises(let name): (way, to) = (.up, name)
        case .falls(let name): (way, to) = (.down, name)
        case .lapses(_, let until):
            (way, end) = (.grace, until)
            to = ladder.earned { records.record(for: $0) }?.name
        }
        let decider = ladder.decider(from: partner.tier, to: to, way)
        let record = decider.map { records.record(for: $0) } ?? TierRecord(won: 0, revenue: 0)
        return TierMove(
            partner: partner.id, way: way, from: partner.tier, to: to, won: record.won,
            revenue: Int64(clamping: record.revenue),
            currency: decider?.currency ?? settings.currency, until: end)
    }

    private mutating func apply(
        _ verdict: TierVerdict, to partner: Partner, _ lapse: TierLapse?, _ ladder: TierLadder,
        _ records: TierRecords
    ) {
        switch verdict {
        case .stays:
            guard let lapse else { return }
            changes.delete(Schema.tierLapses.table, partner.id)
            var data = EventData()
            data.member("tier", .text(lapse.tier))
            record(.partnerCleared, partner.subject, data: data)
        case .rises, .falls:
            changes.delete(Schema.tierLapses.table, partner.id)
            guard let move = move(of: partner, verdict, ladder, records) else { return }
            let decider = ladder.decider(from: partner.tier, to: move.to, move.way)
            place(partner, move, decider.map { records.rates(for: $0) } ?? [])
        case .lapses(let since, let until):
            guard let tier = partner.tier, lapse.map({ !$0.isOf(partner) }) ?? true else { return }
            changes.put(
                Schema.tierLapses.table,
                TierLapse(partner: partner.id, tier: tier.asciiLowercased, since: since))
            var data = EventData()
            data.member("tier", .text(tier))
            data.member("until", .time(until))
            record(.partnerWarned, partner.subject, data: data)
        }
    }

    /// Writes a partner's new tier with its event.
    private mutating func place(
        _ old: Partner, _ move: TierMove, _ rates: Set<RateBook.Used>
    ) {
        // One that was written four thousand million times stays where it is.
        guard old.version < .max else { return }
        var new = old
        new.tier = move.to
        new.version = old.version + 1
        new.updated = now
        changes.put(Schema.partners.table, new)
        var extra = EventData()
        extra.member("won", .integer(move.won))
        extra.member("revenue", .amount(Money(minor: move.revenue, currency: move.currency)))
        if !rates.isEmpty { extra.member("rates", rates.texts) }
        record(
            move.way == .up ? .partnerPromoted : .partnerDemoted, new.subject,
            PartnerFields.table, from: PartnerEntry(old), to: PartnerEntry(new), extra: extra)
    }

    /// Another tier was given by hand: what its partner lacked for the one before is forgotten.
    mutating func forgetLapse(of partner: PartnerID) {
        changes.delete(Schema.tierLapses.table, partner)
    }
}

extension TierLapse {
    /// Whether the partner still has the tier that it lapsed from.
    func isOf(_ partner: Partner) -> Bool { partner.tier?.asciiLowercased == tier }
}

extension TierLadder {
    /// The tier whose window a move is explained by: the one that was reached, or no longer is.
    fileprivate func decider(from: Text?, to: Text?, _ way: TierMove.Way) -> Tier? {
        let reached = to.flatMap { tier(named: $0) }
        guard way != .up else { return reached }
        return from.flatMap { tier(named: $0) } ?? reached
    }
}
