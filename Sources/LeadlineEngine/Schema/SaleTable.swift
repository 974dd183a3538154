import LeadlineDomain
package import LeadlineStore

extension Sale.Invoice: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(amount)
        writer.write(date)
        writer.write(ref)
        writer.write(refunded)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(amount: try reader.read(), date: try reader.read(), ref: try reader.read())
        refunded = try reader.read()
        guard amount > 0, refunded >= 0, refunded <= amount else { throw .invalid }
    }
}

extension Sale.Event: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(event)
        writer.write(date)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(event: try reader.read(), date: try reader.read())
    }
}

extension Sale: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(type)
        writer.write(lead)
        writer.write(currency)
        writer.write(creator)
        writer.write(created)
        writer.write(invoices)
        writer.write(version)
        writer.write(state)
        writer.write(cost)
        writer.write(signed)
        writer.write(events)
        writer.write(approver)
        writer.write(approved)
        writer.write(ref)
        writer.write(reason)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let id: SaleID = try reader.read()
        let type: SaleType = try reader.read()
        let lead: LeadID = try reader.read()
        let currency: Currency = try reader.read()
        let creator: Text = try reader.read()
        let created: Timestamp = try reader.read()
        let invoices: [Invoice] = try reader.read()
        guard let first = invoices.first else { throw .invalid }
        self.init(
            id: id, type: type, lead: lead, currency: currency, invoice: first,
            creator: creator, created: created)
        self.invoices = invoices
        version = try reader.read()
        state = try reader.read()
        cost = try reader.read()
        signed = try reader.read()
        events = try reader.read()
        approver = try reader.read()
        approved = try reader.read()
        ref = try reader.read()
        reason = try reader.read()
        updated = try reader.read()
    }
}

struct SaleTable: ~Copyable, Sendable {
    private(set) var table = Table<Sale>(tag: Tag.sale, name: "sale", sequence: IDSequence.sale)
    let byRef: UniqueIndex<Sale, KeyText>
    let byLead: Index<Sale, LeadID, Nothing>
    let byState: Index<Sale, SaleState, Nothing>

    init() {
        byRef = table.unique(tag: Tag.saleByRef) { sale, emit in
            if let ref = sale.ref { emit(KeyText(ref.bytes)) }
        }
        byLead = table.index(tag: Tag.saleByLead) { sale, emit in emit(sale.lead, Nothing()) }
        byState = table.index(tag: Tag.saleByState) { sale, emit in emit(sale.state, Nothing()) }
    }
}

/// The contact that a customer became when it was rewarded.
struct RewardedCustomer: StoredRecord {
    static var recordVersion: UInt8 { 1 }
    /// The fingerprint of the customer's key, or one of the next numbers where others have it.
    let id: UInt64
    let referrer: ReferrerID

    /// How many customers can share a fingerprint.
    static let placesMax = 64

    /// How many of a contact's bonuses are looked at for whose they are.
    static let rewardsMax = 16

    init(id: UInt64, referrer: ReferrerID) {
        self.id = id
        self.referrer = referrer
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(referrer)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(id: try reader.read(), referrer: try reader.read())
    }
}

struct RewardedCustomerTable: ~Copyable, Sendable {
    private(set) var table = Table<RewardedCustomer>(
        tag: Tag.rewardedCustomer, name: "rewarded customer")
}
