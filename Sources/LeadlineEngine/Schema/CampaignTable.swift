import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let campaign: UInt8 = 0x82
    static let campaignByEnd: UInt8 = 0x83
    static let campaignDue: UInt8 = 0x84
    static let leadsByCampaign: UInt8 = 0x85
}

extension IDSequence {
    static let campaign: UInt8 = 5
}

extension Rate: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(millionths) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        guard let rate = Rate(millionths: try reader.read()) else { throw .invalid }
        self = rate
    }
}

extension Seconds: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(count) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(try reader.read())
    }
}

extension Campaign: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(name)
        writer.write(created)
        writer.write(version)
        writer.write(services)
        writer.write(areas)
        writer.write(tiers)
        writer.write(products)
        writer.write(since)
        writer.write(until)
        writer.write(boost)
        writer.write(protect)
        writer.write(owner)
        writer.write(goal)
        writer.write(ended)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(id: try reader.read(), name: try reader.read(), created: try reader.read())
        version = try reader.read()
        services = try reader.read()
        areas = try reader.read()
        tiers = try reader.read()
        products = try reader.read()
        since = try reader.read()
        until = try reader.read()
        boost = try reader.read()
        protect = try reader.read()
        owner = try reader.read()
        goal = try reader.read()
        ended = try reader.read()
        updated = try reader.read()
    }
}

struct CampaignTable: ~Copyable, Sendable {
    private(set) var table = Table<Campaign>(
        tag: Tag.campaign, name: "campaign", sequence: IDSequence.campaign)
    /// All of them by when they end, those that run on behind the others.
    let byEnd: Index<Campaign, Nothing, Int64>
    /// Those that are to be ended, by when.
    let due: Index<Campaign, Nothing, Int64>

    init() {
        byEnd = table.index(tag: Tag.campaignByEnd) { campaign, emit in
            emit(Nothing(), campaign.end?.milliseconds ?? .max)
        }
        due = table.deadlines(tag: Tag.campaignDue) { $0.ended == nil ? $0.until : nil }
    }
}

/// What is counted of the leads that name a campaign.
enum CampaignCount: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Every lead.
    case leads = 1
    /// Those that were won.
    case won = 2

    var word: StaticString {
        switch self {
        case .leads: "leads"
        case .won: "won"
        }
    }
}

extension CampaignCount: KeyPart {}

extension Lead {
    /// Calls `emit` with what the lead counts as of its campaign.
    func emitCampaignCounts(_ emit: (Pair<CampaignID, CampaignCount>) -> Void) {
        guard let campaign else { return }
        emit(Pair(campaign, .leads))
        if status == .won { emit(Pair(campaign, .won)) }
    }
}
