import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Tiers: the levels of the partner programme.
    static let tier: [Command] = [
        .write(
            "TIER.SET", "Makes a tier, or changes what is given of it; the higher RANK is better.",
            group: .partner, by: .tierMakers, reach: .house, kind: .create, events: [.tierSet],
            Positional<TierName>("name"), RequiredKeyword<Number>("RANK"), TierForm.set,
            run: tierSet),
        .write(
            "TIER.DEL", "Deletes a tier; the next evaluation moves those who have it.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.tierDeleted],
            Positional<TierName>("name"), run: tierDelete),
        .scan(
            "TIER.LIST", "Lists the tiers, the highest first.",
            group: .partner, by: .tierReaders, reach: .everybody, Keyword<PageLimit>("LIMIT"),
            Keyword<Number>("AFTER"), Keyword<WordList>("COLUMNS"), run: tierList),
    ]
}

extension Roles {
    /// The desk, and finance for the rate.
    fileprivate static let tierMakers: Roles = [.admin, .manager, .finance]
    /// The house, and those who are in the programme.
    fileprivate static let tierReaders: Roles = house.union([.partner])
}

private func tierSet(
    tx: inout Transaction, name: TierName, rank: Number, form: TierForm
) throws(Rejection) -> Done {
    if form.rate != nil, tx.caller.role != .admin, tx.caller.role != .finance {
        throw Rejection(.noPermission, "RATE is for finance")
    }
    guard let rank = try Number.small("rank", rank) else { return Done() }
    let ladder = tx.changes.view.tierLadder()
    if let other = ladder.tiers.first(where: { $0.rank == rank && $0.name != name.text }) {
        throw Rejection(.exists, "\(other.name) has rank \(rank)", field: "rank")
    }
    let old = ladder.tier(named: name.text)
    guard old != nil || ladder.tiers.count < EngineLimits.tiersMax else {
        throw Rejection(.limit, "at most \(EngineLimits.tiersMax) tiers")
    }
    var new =
        old
        ?? Tier(name: name.text, rank: rank, currency: tx.settings.currency, created: tx.now)
    new.rank = rank
    try form.apply(to: &new, tx.settings)
    guard new != old else { return Done() }
    new.updated = tx.now
    tx.changes.put(Schema.tiers.table, new)
    tx.record(.tierSet, new.subject, TierFields.table, from: old, to: new)
    return Done()
}

private func tierDelete(tx: inout Transaction, name: TierName) throws(Rejection) -> Done {
    guard let old = tx.changes.view.get(Schema.tiers.table, FoldedName(name.text)) else {
        throw View.missing("tier", "\(name.text)")
    }
    tx.changes.delete(Schema.tiers.table, old.id)
    tx.record(.tierDeleted, old.subject)
    return Done()
}

private func tierList(
    reader: inout Reader, limit: PageLimit?, after: Number?, columns: WordList?
) throws(Rejection) -> RecordPage<Tier, TierColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try TierFields.table.columns(chosen: list.words)
    }
    // There are few of them, and they are listed by rank, not by name.
    let left = reader.view.tierLadder().tiers.reversed().filter { tier in
        after.map { UInt64(tier.rank) < $0.value } ?? true
    }
    let rows = left.prefix(limit?.rows ?? EngineLimits.pageRowsDefault)
    let isLast = rows.count == left.count
    return RecordPage(
        Array(rows), next: isLast ? nil : rows.last.map { Text("\($0.rank)") }, columns: columns)
}

extension View {
    /// All tiers in their order.
    mutating func tierLadder() -> TierLadder {
        TierLadder(rows(of: Schema.tiers.table, limit: EngineLimits.tiersMax))
    }

    /// A tier's name as it is kept: as long as there are no tiers, any word will do.
    mutating func tierName(
        _ name: Text, field: String = "tier"
    ) throws(Rejection) -> Text {
        if let tier = get(Schema.tiers.table, FoldedName(name)) { return tier.name }
        let ladder = tierLadder()
        guard !ladder.tiers.isEmpty else { return name }
        let near = Nearest.word(to: name, among: ladder.tiers.map { "\($0.name)" })
        let hint = near.map { (word: String) in "; did you mean \(word)" } ?? ""
        throw .invalid(field, "no tier \(name.bytes.quoted)\(hint)")
    }
}
