import LeadlineDomain
import LeadlineStore

extension Tag {
    static let revenue: UInt8 = 0xd0
    static let revenueCounters: UInt8 = 0xd1
    static let bonusUnpaid: UInt8 = 0xd2
}

/// What a sale has brought and what was spent on it, as reports count it.
///
/// Kept beside the sale, in the same commit: whose lead it was when the sale was approved, what is
/// left of each invoice, and the commission that the ledger's entries say was spent on it.
struct Revenue: StoredRecord {
    static var recordVersion: UInt8 { 1 }

    /// An invoice of the sale.
    struct Bill: RecordField, Equatable {
        let date: CivilDate
        /// What is left of it, in minor units of the sale's currency.
        let net: Int64
    }

    /// What somebody was granted for an invoice.
    struct Commission: RecordField, Equatable {
        /// Which invoice, from 0.
        let bill: UInt16
        let payee: Payee
        let currency: Currency
        /// In minor units, never 0; below 0 where more was taken back than granted.
        var minor: Int64
    }

    let id: SaleID
    let currency: Currency
    /// Whose it is.
    var attribution: Attribution
    /// Whether the sale is approved and stands: neither given back altogether nor cancelled.
    var isSold = false
    var bills: [Bill] = []
    /// By invoice, payee and currency, each once.
    var commissions: [Commission] = []

    init(id: SaleID, currency: Currency, attribution: Attribution) {
        self.id = id
        self.currency = currency
        self.attribution = attribution
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(currency)
        writer.write(attribution)
        writer.write(isSold)
        writer.write(bills)
        writer.write(commissions)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), currency: try reader.read(), attribution: try reader.read())
        isSold = try reader.read()
        bills = try reader.read()
        commissions = try reader.read()
        guard commissions.allSatisfy({ Int($0.bill) < bills.count }) else { throw .invalid }
    }
}

/// What reports part the sales of a lead by: the lead as it was when the sale was approved.
struct Attribution: RecordField, Equatable {
    /// Somebody whose own the lead is.
    struct Party: RecordField, Equatable {
        let party: Outsider
        let roles: PartyRoles
    }

    let direction: LeadlineDomain.Direction
    let source: LeadSource
    let service: Text?
    let campaign: CampaignID?
    let partner: PartnerID?
    let owner: Text?
    let referrer: Payee?
    let parties: [Party]
}

struct RevenueTable: ~Copyable, Sendable {
    private(set) var table = Table<Revenue>(tag: Tag.revenue, name: "revenue")
    /// What reports read of it, beside the counters of leads and by the same keys.
    let counters: Series<Revenue, CounterKey>

    init() {
        counters = table.series(tag: Tag.revenueCounters) { revenue, emit in
            revenue.forEachCount(emit)
        }
    }
}

// MARK: - Coding

extension Revenue.Bill {
    func encode(into writer: inout RecordWriter) {
        writer.write(date)
        writer.write(net)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(date: try reader.read(), net: try reader.read())
    }
}

extension Revenue.Commission {
    func encode(into writer: inout RecordWriter) {
        writer.write(bill)
        writer.write(payee)
        writer.write(currency)
        writer.write(minor)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            bill: try reader.read(), payee: try reader.read(), currency: try reader.read(),
            minor: try reader.read())
        guard minor != 0 else { throw .invalid }
    }
}

extension Attribution {
    func encode(into writer: inout RecordWriter) {
        writer.write(direction)
        writer.write(source)
        writer.write(service)
        writer.write(campaign)
        writer.write(partner)
        writer.write(owner)
        writer.write(referrer)
        writer.write(parties)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            direction: try reader.read(), source: try reader.read(), service: try reader.read(),
            campaign: try reader.read(), partner: try reader.read(), owner: try reader.read(),
            referrer: try reader.read(), parties: try reader.read())
    }
}

extension Attribution.Party {
    func encode(into writer: inout RecordWriter) {
        var key: [UInt8] = []
        CounterParty(party).append(to: &key)
        writer.bytes(key)
        writer.write(roles.rawValue)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        var key = KeyReader(try reader.bytes()[...])
        guard let party = CounterParty.read(&key), key.isAtEnd else { throw .invalid }
        self.init(party: party.party, roles: PartyRoles(rawValue: try reader.read()))
    }
}
