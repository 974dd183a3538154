import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// What partners are given to work with, and what they have learnt.
    static let collateral: [Command] = [
        .write(
            "COLLATERAL.ADD", "Adds something for partners to read, from a tier on or for all.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.collateralAdded],
            RequiredKeyword<ProgrammeTitle>("NAME"), RequiredKeyword<WebAddress>("URL"),
            Keyword<ServiceName>("SERVICE"), Keyword<TierName>("TIER"), run: collateralAdd),
        .write(
            "COLLATERAL.DEL", "Takes something away that partners could read.",
            group: .partner, by: .desk, reach: .house, kind: .create,
            events: [.collateralDeleted], Positional<ProgrammeTitle>("name"),
            run: collateralDelete),
        .scan(
            "COLLATERAL.LIST", "Lists what there is to read; a partner sees what its tier may.",
            group: .partner, by: .programmeReaders, reach: .records,
            Keyword<ListOf<ServiceName>>("SERVICE"), Keyword<ListOf<TierName>>("TIER"),
            Keyword<PageLimit>("LIMIT"), Keyword<ProgrammeTitle>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: collateralList),
        .write(
            "TRAINING.DONE", "Notes that a partner has finished a course.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.trainingDone],
            Positional<PartnerReference>("partner"), Positional<ProgrammeTitle>("course"),
            Keyword<TimeInput>("AT"), run: trainingDone),
        .scan(
            "TRAINING.LIST", "Lists the courses that partners have finished.",
            group: .partner, by: .programmeReaders, reach: .records,
            OptionalPositional<PartnerReference>("partner"), Keyword<PageLimit>("LIMIT"),
            Keyword<TrainingCursor>("AFTER"), Keyword<WordList>("COLUMNS"), run: trainingList),
    ]
}

extension Roles {
    /// The house, and partners for what is theirs.
    static let programmeReaders: Roles = house.union([.partner])
}

private func collateralAdd(
    tx: inout Transaction, name: ProgrammeTitle, url: WebAddress, service: ServiceName?,
    tier: TierName?
) throws(Rejection) -> Done {
    if let service, tx.settings.areServicesClosed {
        try tx.changes.view.requireService(service.text)
    }
    let tier = try tier.map { name throws(Rejection) in
        try tx.changes.view.tierName(name.text)
    }
    let old = tx.changes.view.get(Schema.collateral.table, FoldedName(name.text))
    let new = Collateral(
        name: old?.name ?? name.text, url: url.text, service: service?.text, tier: tier,
        created: old?.created ?? tx.now)
    guard new != old else { return Done() }
    guard old == nil else {
        throw Rejection(.exists, "'\(new.name)' is there and differs; COLLATERAL.DEL it first")
    }
    tx.changes.insert(Schema.collateral.table, new)
    tx.record(.collateralAdded, new.subject, CollateralFields.table, from: nil, to: new)
    return Done()
}

private func collateralDelete(
    tx: inout Transaction, name: ProgrammeTitle
) throws(Rejection) -> Done {
    let id = FoldedName(name.text)
    guard let old = tx.changes.view.get(Schema.collateral.table, id) else {
        throw View.missing("collateral", "\(name.text)")
    }
    tx.changes.delete(Schema.collateral.table, id)
    tx.record(.collateralDeleted, old.subject)
    return Done()
}

private func collateralList(
    reader: inout Reader, services: ListOf<ServiceName>?, tiers: ListOf<TierName>?,
    limit: PageLimit?, after: ProgrammeTitle?, columns: WordList?
) throws(Rejection) -> RecordPage<Collateral, CollateralColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try CollateralFields.table.columns(chosen: list.words)
    }
    let caller = reader.caller
    let ladder = reader.view.tierLadder()
    let tier = caller.partner.flatMap { reader.view.get(Schema.partners.table, $0) }?.tier
    let listing = Listing<Collateral, FoldedName>(
        limit: limit, after: after.map { FoldedName($0.text) }
    ) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.collateral.table, after: position, limit: count)
    } keep: { _, piece in
        let isOfService = services?.values.contains { $0.text == piece.service } ?? true
        let isOfTier = tiers?.values.contains { $0.text == piece.tier?.asciiLowercased } ?? true
        return isOfService && isOfTier
            && (caller.wall.isHouse || piece.isOpen(to: tier, ladder))
    }
    return RecordPage(page.rows, next: page.next?.name, columns: columns)
}
