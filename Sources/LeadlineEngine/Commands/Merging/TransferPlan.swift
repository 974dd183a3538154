import LeadlineDomain
import LeadlineStore

/// What LEAD.TRANSFER was asked to do, with everything decided that depends on the moment.
struct TransferPlan: RecordField, Equatable {
    /// A partner or a user; and another of the same kind.
    let from: Outsider
    let to: Outsider
    let reason: Text
    let scope: TransferScope

    init(from: Outsider, to: Outsider, reason: Text, scope: TransferScope) {
        self.from = from
        self.to = to
        self.reason = reason
        self.scope = scope
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(from)
        writer.write(to)
        writer.write(reason)
        writer.write(scope)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        from = try reader.read()
        to = try reader.read()
        reason = try reader.read()
        scope = try reader.read()
    }
}

extension Outsider: RecordField {
    func encode(into writer: inout RecordWriter) { writer.write(text) }

    init(from reader: inout RecordReader) throws(RecordFault) {
        let text: Text = try reader.read()
        if text.bytes.first == UInt8(ascii: "@") {
            self = .user(Text(text.bytes.dropFirst()))
        } else if let payee = Payee(text.bytes) {
            self.init(payee)
        } else {
            throw .invalid
        }
    }
}

/// Which open leads a transfer is of; what is empty is any.
struct TransferScope: RecordField, Equatable {
    var statuses: [LeadStatus] = []
    var directions: [LeadlineDomain.Direction] = []
    var services: [Text] = []
    var areas: [Area] = []
    var sources: [LeadSource] = []
    var campaigns: [CampaignID] = []
    var zips: [Text] = []
    var since: Timestamp?
    var until: Timestamp?

    init() {}

    func encode(into writer: inout RecordWriter) {
        writer.write(statuses)
        writer.write(directions)
        writer.write(services)
        writer.write(areas)
        writer.write(sources)
        writer.write(campaigns)
        writer.write(zips)
        writer.write(since)
        writer.write(until)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        statuses = try reader.read()
        directions = try reader.read()
        services = try reader.read()
        areas = try reader.read()
        sources = try reader.read()
        campaigns = try reader.read()
        zips = try reader.read()
        since = try reader.read()
        until = try reader.read()
    }

    /// Whether the transfer is of the lead.
    func includes(_ lead: Lead, _ regions: Regions) -> Bool {
        guard lead.status.isOpen, statuses.allows(lead.status),
            directions.allows(lead.direction), services.allows(lead.service),
            sources.allows(lead.source), campaigns.allows(lead.campaign),
            zips.allows(lead.zip?.code),
            TimeSpan(since: since, until: until).contains(lead.created)
        else { return false }
        guard !areas.isEmpty else { return true }
        let places = RoutedLead(lead).places
        return areas.contains { area in places.contains { area.covers($0, regions: regions) } }
    }
}

extension Array where Element: Equatable {
    /// Whether a filter lets the value through: one that names nothing lets everything.
    fileprivate func allows(_ value: Element?) -> Bool {
        isEmpty || value.map { contains($0) } ?? false
    }
}
