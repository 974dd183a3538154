import LeadlineDomain
import LeadlineStore

/// A campaign with what its map tells beside the record.
struct CampaignEntry: Sendable {
    let campaign: Campaign
    let state: CampaignState
    /// Leads that name it, and those of them that were won; nil where nobody counted.
    var counts: (leads: Int64, won: Int64)?

    init(_ campaign: Campaign, at now: Timestamp) {
        self.campaign = campaign
        state = campaign.state(at: now)
    }
}

/// The documented fields of a campaign, in the order of `CAMPAIGN.GET`.
enum CampaignFields {
    static let table = FieldTable<CampaignEntry>([
        EntityField("id") { .id($0.campaign.id) },
        EntityField("version") { .integer(Int64($0.campaign.version)) },
        EntityField("state") { .word(StaticWord($0.state.word)) },
        EntityField("name") { .text($0.campaign.name) },
        EntityField("services") { .texts($0.campaign.services) },
        EntityField("areas") { .texts($0.campaign.areas.map(\.text)) },
        EntityField("tiers") { .texts($0.campaign.tiers) },
        EntityField("products") { .texts($0.campaign.products) },
        EntityField("since") { .time($0.campaign.since) },
        EntityField("until") { .optional($0.campaign.until) },
        EntityField("boost") { .optional($0.campaign.boost?.text) },
        EntityField("protect") { .optional($0.campaign.protect?.text) },
        EntityField("owner") { .optional($0.campaign.owner) },
        EntityField("goal") { $0.campaign.goal.map { .integer(Int64($0)) } ?? .null },
        EntityField("leads") { $0.counts.map { .integer($0.leads) } ?? .null },
        EntityField("won") { $0.counts.map { .integer($0.won) } ?? .null },
        EntityField("ended") { .optional($0.campaign.ended) },
        EntityField("created") { .time($0.campaign.created) },
        EntityField("updated") { .time($0.campaign.updated) },
    ])
}

/// A campaign as a map of all its fields.
struct CampaignMap: MappedRecord {
    static let fields = CampaignFields.table
    let entity: CampaignEntry
}

/// The columns of CAMPAIGN.LIST.
enum CampaignColumns: PageColumns {
    static let standard = CampaignFields.table.columns([
        "id", "state", "name", "since", "until", "boost", "owner", "goal", "leads", "won",
    ])
}

extension EventType {
    static let campaignCreated = EventType("campaign.created")
    static let campaignUpdated = EventType("campaign.updated")
    static let campaignEnded = EventType("campaign.ended")
}

extension Campaign {
    /// How events name this campaign.
    var subject: EventSubject { EventSubject(name: id.text, version: version) }
}
