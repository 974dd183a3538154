import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let tier: UInt8 = 0x86
    static let tierLapse: UInt8 = 0x87
    static let tierRun: UInt8 = 0x88
    static let leadWonByPartner: UInt8 = 0x89
    static let leadStandingByPartner: UInt8 = 0x8a
}

extension Tier: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: FoldedName { FoldedName(name) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(rank)
        writer.write(currency)
        writer.write(created)
        writer.write(rate)
        writer.write(minWon)
        writer.write(minRevenue)
        writer.write(windowDays)
        writer.write(grace)
        writer.write(protect)
        writer.write(benefits)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            name: try reader.read(), rank: try reader.read(), currency: try reader.read(),
            created: try reader.read())
        rate = try reader.read()
        minWon = try reader.read()
        minRevenue = try reader.read()
        windowDays = try reader.read()
        grace = try reader.read()
        protect = try reader.read()
        benefits = try reader.read()
        updated = try reader.read()
    }
}

struct TierTable: ~Copyable, Sendable {
    let table = Table<Tier>(tag: Tag.tier, name: "tier")
}

/// A partner that no longer has what its tier takes, and since when.
struct TierLapse: StoredRecord {
    static let recordVersion: UInt8 = 1
    let partner: PartnerID
    /// The tier that it was then: another one was given since, and has a grace of its own.
    let tier: Text
    let since: Timestamp

    var id: PartnerID { partner }

    init(partner: PartnerID, tier: Text, since: Timestamp) {
        self.partner = partner
        self.tier = tier
        self.since = since
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(partner)
        writer.write(tier)
        writer.write(since)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        partner = try reader.read()
        tier = try reader.read()
        since = try reader.read()
    }
}

struct TierLapseTable: ~Copyable, Sendable {
    let table = Table<TierLapse>(tag: Tag.tierLapse, name: "tier lapse")
}

// MARK: - What partners have done

extension Timestamp {
    /// The month in UTC, counted from year 0, and the day of it, from 1.
    var monthAndDay: (month: UInt32, day: UInt8) {
        guard let date = date(in: .utc) else { return (0, 1) }
        return (UInt32(date.year * 12 + date.month - 1), UInt8(clamping: date.day))
    }
}

/// Where a partner's won leads of one month and currency stand.
typealias WonKey = Pair<PartnerID, Pair<UInt32, KeyText>>

extension Lead {
    /// The day on which its partner won it, and its value there; nil of every other lead.
    var wonPoint: (key: WonKey, point: SeriesPoint)? {
        guard status == .won, let partner, let closed else { return nil }
        let (month, day) = closed.monthAndDay
        return (
            Pair(partner, Pair(month, KeyText(currency.text.bytes))),
            SeriesPoint(slot: day, first: value ?? 0)
        )
    }

    /// What it counts among the leads of the partner that works it: its status, and of a won one
    /// how many seconds it took.
    var standingPoint: (key: PartnerID, point: SeriesPoint)? {
        guard let partner = workingPartner else { return nil }
        let taken = status == .won ? (closed ?? updated).milliseconds - created.milliseconds : 0
        return (partner, SeriesPoint(slot: status.rawValue, first: max(taken, 0) / 1000))
    }
}
