import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// What a partner sees at log-in.
    static let partnerProgress: [Command] = [
        .scan(
            "PARTNER.STATS", "Answers how a partner does: its leads, its tier and what is missing.",
            group: .partner, by: .programmeReaders, reach: .records,
            OptionalPositional<PartnerReference>("partner"), run: partnerStats)
    ]
}

/// How a partner does.
struct PartnerStats: Sendable {
    let partner: Partner
    /// The leads that it works, by status, and of those that were won how many seconds they took.
    let counts: [LeadStatus: Int64]
    let secondsToWin: Int128
    /// Its tier, and the next one above it.
    let tier: Tier?
    let next: Tier?
    /// What it has done in the window of the next tier, or of its own where there is none.
    let record: TierRecord?
    /// When it loses its tier unless something happens.
    let lapses: Timestamp?
    /// What it has and is owed in its own currency; nil before it has earned anything in it.
    let balance: BalanceRow?

    func count(_ status: LeadStatus) -> Int64 { counts[status] ?? 0 }
}

/// The documented fields of PARTNER.STATS.
enum PartnerStatsFields {
    static let table = FieldTable<PartnerStats>(
        [
            EntityField("partner") { .id($0.partner.id) },
            EntityField("name") { .text($0.partner.name) },
            EntityField("state") { .word(StaticWord($0.partner.state.word)) },
            EntityField("leads") { .integer($0.counts.values.reduce(0, +)) },
        ]
            + statuses.map { status in
                EntityField(status.word) { .integer($0.count(status)) }
            } + [
                EntityField("conversion") { .optional($0.conversion?.text) },
                EntityField("days_to_close") { .optional($0.daysToClose?.text) },
            ] + balance + programme)

    /// Every status in which a lead is told to its partner.
    private static let statuses = LeadStatus.allCases.filter { $0 != .review }

    /// The keys of BALANCE, in the partner's own currency; unset as long as nothing is earned in
    /// it.
    private static let balance: [EntityField<PartnerStats>] =
        [EntityField("currency") { .text($0.partner.currency.text) }]
        + BalanceColumns.standard.filter { "\($0.name)" != "currency" }.map { column in
            EntityField(column.name) { $0.balance.map { column.value($0) } ?? .null }
        }

    private static let programme: [EntityField<PartnerStats>] = [
        EntityField("tier") { .optional($0.partner.tier) },
        EntityField("pinned") { .yesNo($0.partner.tierPinned) },
        EntityField("lapses") { .optional($0.lapses) },
        EntityField("benefits") { .texts($0.tier?.benefits ?? []) },
        EntityField("window_won") { $0.record.map { .integer($0.won) } ?? .null },
        EntityField("window_revenue") { $0.amount($0.record?.revenue) },
        EntityField("next_tier") { .optional($0.next?.name) },
        EntityField("missing_won") { $0.missing.map { .integer($0.won) } ?? .null },
        EntityField("missing_revenue") { $0.amount($0.missing?.revenue) },
    ]
}

/// A partner's numbers as a map.
struct PartnerStatsMap: MappedRecord {
    static let fields = PartnerStatsFields.table
    let entity: PartnerStats
}

extension PartnerStats {
    /// Won leads of those that were decided, to the hundredth of a percent; nil before the first.
    fileprivate var conversion: Rate? {
        let won = count(.won)
        let all = won + count(.lost) + count(.unqualified) + count(.expired)
        guard all > 0 else { return nil }
        let hundredths = (Int128(won) * 20_000 + Int128(all)) / (Int128(all) * 2)
        return Rate(millionths: UInt32(clamping: hundredths * 100))
    }

    /// Mean days from the registration to the win, to the tenth; nil before the first win.
    fileprivate var daysToClose: FieldNumber? {
        let won = Int128(count(.won))
        guard won > 0 else { return nil }
        let tenths = (secondsToWin * 20 + won * 86_400) / (won * 172_800)
        return FieldNumber(scaled: Int64(clamping: tenths * 1000))
    }

    /// What the next tier takes beyond what there is.
    fileprivate var missing: TierRecord? {
        guard let next, let record else { return nil }
        return next.missing(to: record)
    }

    fileprivate func amount(_ minor: Int128?) -> FieldValue {
        guard let minor, let currency = (next ?? tier)?.currency else { return .null }
        return .amount(Money(minor: Int64(clamping: minor), currency: currency))
    }
}

private func partnerStats(
    reader: inout Reader, reference: PartnerReference?
) throws(Rejection) -> PartnerStatsMap {
    let caller = reader.caller
    guard reference != nil || !caller.wall.isHouse else {
        throw .invalid("partner", "which one")
    }
    let partner: Partner
    if let reference {
        partner = try reader.partner(reference)
    } else {
        guard let own = caller.partner else {
            throw Rejection(.notFound, "no partner is yours; BALANCE tells what you are owed")
        }
        partner = try reader.view.partner(own, caller.wall)
    }
    return PartnerStatsMap(entity: reader.stats(of: partner))
}

extension Reader {
    fileprivate mutating func stats(of partner: Partner) -> PartnerStats {
        var counts: [LeadStatus: Int64] = [:]
        var seconds: Int128 = 0
        view.rows(of: Schema.leads.standingByPartner, under: partner.id, from: partner.id) {
            _, row in
            for sum in row.sums {
                guard let status = LeadStatus(rawValue: sum.slot) else { continue }
                counts[status] = sum.count
                if status == .won { seconds = sum.first }
            }
            return false
        }
        let ladder = view.tierLadder()
        let own = partner.tier.flatMap { ladder.tier(named: $0) }
        let next = ladder.next(above: partner.tier)
        let records = view.tierRecords(of: partner.id, ladder, at: now)
        let lapse = view.get(Schema.tierLapses.table, partner.id)
        let since = lapse.flatMap { $0.isOf(partner) ? $0.since : nil }
        return PartnerStats(
            partner: partner, counts: counts, secondsToWin: seconds, tier: own, next: next,
            record: (next ?? own).map { records.record(for: $0) },
            lapses: since.flatMap { since in own.flatMap { since.advanced(by: $0.grace) } },
            balance: view.balances(of: .partner(partner.id)).first {
                $0.currency == partner.currency
            })
    }
}
