import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Campaigns: efforts to win leads, each with a time of its own.
    static let campaign: [Command] = [
        .write(
            "CAMPAIGN.NEW", "Creates a campaign and answers its id.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.campaignCreated],
            RequiredKeyword<Phrase>("NAME"), CampaignForm.new, run: campaignNew),
        .write(
            "CAMPAIGN.SET", "Changes a campaign that has not ended; empty text clears a field.",
            group: .partner, by: .desk, reach: .house, kind: .update, events: [.campaignUpdated],
            Positional<Plain<CampaignID>>("campaign"), CampaignForm.set, run: campaignSet),
        .write(
            "CAMPAIGN.END", "Ends a campaign now.",
            group: .partner, by: .desk, reach: .house, kind: .update, events: [.campaignEnded],
            Positional<Plain<CampaignID>>("campaign"), run: campaignEnd),
        .row(
            "CAMPAIGN.GET", "Answers everything kept on a campaign, and how many leads name it.",
            group: .partner, by: .house, reach: .house,
            Positional<Plain<CampaignID>>("campaign"), run: campaignGet),
        .scan(
            "CAMPAIGN.LIST", "Lists campaigns, the newest first.",
            group: .partner, by: .house, reach: .house,
            Keyword<ListOf<Choice<CampaignState>>>("STATE"), Keyword<SearchPhrase>("NAME"),
            Keyword<Text>("OWNER"), Keyword<PageLimit>("LIMIT"),
            Keyword<Plain<CampaignID>>("AFTER"), Keyword<WordList>("COLUMNS"), run: campaignList),
    ]
}

private func campaignNew(
    tx: inout Transaction, name: Phrase, form: CampaignForm
) throws(Rejection) -> Identified<CampaignID> {
    let open = tx.changes.view.ids(
        Schema.campaigns.byEnd, Nothing(), from: tx.now.milliseconds + 1,
        limit: EngineLimits.campaignsMax)
    guard open.count < EngineLimits.campaignsMax else {
        throw Rejection(.limit, "at most \(EngineLimits.campaignsMax) campaigns at once")
    }
    let id = CampaignID(raw: tx.changes.next(IDSequence.campaign))
    var campaign = Campaign(id: id, name: name.text, created: tx.now)
    try form.apply(to: &campaign, &tx)
    tx.changes.insert(Schema.campaigns.table, campaign)
    tx.record(
        .campaignCreated, campaign.subject, CampaignFields.table, from: nil,
        to: CampaignEntry(campaign, at: tx.now))
    return Identified(id: id)
}

private func campaignSet(
    tx: inout Transaction, name: Plain<CampaignID>, form: CampaignForm
) throws(Rejection) -> NewVersion {
    guard form.hasValues else { throw .syntax("nothing to set for CAMPAIGN.SET") }
    let old = try tx.openCampaign(name.id)
    var new = old
    try form.apply(to: &new, &tx)
    return try tx.update(old, to: new, .campaignUpdated)
}

private func campaignEnd(
    tx: inout Transaction, name: Plain<CampaignID>
) throws(Rejection) -> NewVersion {
    let old = try tx.openCampaign(name.id)
    var new = old
    new.ended = tx.now
    return try tx.update(old, to: new, .campaignEnded)
}

extension Transaction {
    /// The campaign, which may still be changed.
    fileprivate mutating func openCampaign(_ id: CampaignID) throws(Rejection) -> Campaign {
        let campaign = try changes.view.campaign(id)
        try checkVersion(campaign.version, of: id.text)
        guard campaign.state(at: now) != .ended else {
            throw Rejection(.badState, "campaign has ended; make another")
        }
        return campaign
    }

    /// Writes a changed campaign with its event; what changes nothing keeps its version.
    fileprivate mutating func update(
        _ old: Campaign, to changed: Campaign, _ type: EventType
    ) throws(Rejection) -> NewVersion {
        guard changed != old else { return NewVersion(old.version) }
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        return NewVersion(write(old, to: changed, type).version)
    }

    private mutating func write(
        _ old: Campaign, to changed: Campaign, _ type: EventType
    ) -> Campaign {
        var new = changed
        new.version = old.version &+ 1
        new.updated = now
        changes.put(Schema.campaigns.table, new)
        record(
            type, new.subject, CampaignFields.table, from: CampaignEntry(old, at: old.updated),
            to: CampaignEntry(new, at: now))
        return new
    }

    /// Ends a campaign whose UNTIL has come, at that time however late it is.
    mutating func endCampaign(_ id: CampaignID) {
        guard let old = changes.view.get(Schema.campaigns.table, id), old.ended == nil,
            let until = old.until, until <= now
        else { return }
        var new = old
        new.ended = until
        _ = write(old, to: new, .campaignEnded)
    }
}

private func campaignGet(
    reader: inout Reader, name: Plain<CampaignID>
) throws(Rejection) -> CampaignMap {
    let campaign = try reader.view.campaign(name.id)
    return CampaignMap(entity: reader.view.entry(campaign, at: reader.now))
}

private func campaignList(
    reader: inout Reader, states: ListOf<Choice<CampaignState>>?, name: SearchPhrase?,
    owner: Text?, limit: PageLimit?, after: Plain<CampaignID>?, columns: WordList?
) throws(Rejection) -> RecordPage<CampaignEntry, CampaignColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try CampaignFields.table.columns(chosen: list.words)
    }
    let now = reader.now
    let listing = Listing<Campaign, CampaignID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.campaigns.table, after: position, .descending, limit: count)
    } keep: { _, campaign in
        let state = campaign.state(at: now)
        return states?.values.contains { $0.value == state } ?? true
            && name.map { campaign.name.begins(with: $0.text) } ?? true
            && owner.map { $0.asciiLowercased == campaign.owner } ?? true
    }
    let entries = page.rows.map { reader.view.entry($0, at: now) }
    return RecordPage(entries, next: page.next?.text, columns: columns)
}
