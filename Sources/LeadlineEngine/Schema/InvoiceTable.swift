import LeadlineDigest
import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let invoice: UInt8 = 0xc8
    static let invoiceByRef: UInt8 = 0xc9
    static let invoiceByState: UInt8 = 0xca
    static let invoiceBySubject: UInt8 = 0xcb
    static let invoiceOpenBill: UInt8 = 0xc7
    static let invoiceLink: UInt8 = 0xcc
    static let invoiceLinkByToken: UInt8 = 0xcd
}

extension IDSequence {
    static let invoice: UInt8 = 90
}

extension InvoiceID: RecordField, KeyPart {}
extension InvoiceState: RecordField, KeyPart {}

extension Invoice.Subject: RecordField {
    // Numbers are on disk: never reuse one, never renumber.
    private static let leadKind: UInt8 = 1
    private static let saleKind: UInt8 = 2
    private static let billKind: UInt8 = 3

    package func encode(into writer: inout RecordWriter) {
        switch self {
        case .lead(let id):
            writer.write(Self.leadKind)
            writer.write(id)
        case .sale(let id):
            writer.write(Self.saleKind)
            writer.write(id)
        case .bill(let id):
            writer.write(Self.billKind)
            writer.write(id)
        }
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt8.self) {
        case Self.leadKind: self = .lead(try reader.read())
        case Self.saleKind: self = .sale(try reader.read())
        case Self.billKind: self = .bill(try reader.read())
        default: throw .invalid
        }
    }

    /// The id of what it is for.
    var text: Text {
        switch self {
        case .lead(let id): id.text
        case .sale(let id): id.text
        case .bill(let id): id.text
        }
    }
}

extension Invoice.Completion: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(payment)
        writer.write(at)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(payment: try reader.read(), at: try reader.read())
    }
}

extension Invoice: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(subject)
        writer.write(lead)
        writer.write(currency)
        writer.write(amount)
        writer.write(ref)
        writer.write(creator)
        writer.write(created)
        writer.write(version)
        writer.write(state)
        writer.write(paid)
        writer.write(attempt)
        writer.write(completion)
        writer.write(linked)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), subject: try reader.read(), lead: try reader.read(),
            currency: try reader.read(), amount: try reader.read(), ref: try reader.read(),
            creator: try reader.read(), created: try reader.read())
        version = try reader.read()
        let isSound = restore(
            state: try reader.read(), paid: try reader.read(), attempt: try reader.read(),
            completion: try reader.read())
        guard isSound else { throw .invalid }
        linked = try reader.read()
        updated = try reader.read()
    }
}

struct InvoiceTable: ~Copyable, Sendable {
    private(set) var table = Table<Invoice>(
        tag: Tag.invoice, name: "invoice", sequence: IDSequence.invoice)
    let byRef: UniqueIndex<Invoice, KeyText>
    let byState: Index<Invoice, InvoiceState, Nothing>
    /// Under the lead, the sale and the partner that it is for.
    let bySubject: Index<Invoice, KeyText, Nothing>
    /// What partners were billed for and have not paid whole.
    let openBills: Index<Invoice, Nothing, PartnerID>

    init() {
        byRef = table.unique(tag: Tag.invoiceByRef) { invoice, emit in
            if let ref = invoice.ref { emit(KeyText(ref.bytes)) }
        }
        byState = table.index(tag: Tag.invoiceByState) { invoice, emit in
            emit(invoice.state, Nothing())
        }
        bySubject = table.index(tag: Tag.invoiceBySubject) { invoice, emit in
            emit(KeyText(invoice.subject.text.bytes), Nothing())
            if invoice.sale != nil, let lead = invoice.lead {
                emit(KeyText(lead.text.bytes), Nothing())
            }
        }
        openBills = table.index(tag: Tag.invoiceOpenBill) { invoice, emit in
            if case .bill(let partner) = invoice.subject, invoice.open > 0 {
                emit(Nothing(), partner)
            }
        }
    }
}

/// The link that an invoice is opened by; of its token only the digest is kept.
struct InvoiceLink: StoredRecord {
    static let recordVersion: UInt8 = 1
    /// One for each invoice: another one takes its place.
    let id: InvoiceID
    let token: Digest256
    let issued: Timestamp

    init(id: InvoiceID, token: Digest256, issued: Timestamp) {
        self.id = id
        self.token = token
        self.issued = issued
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(token)
        writer.write(issued)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(id: try reader.read(), token: try reader.read(), issued: try reader.read())
    }
}

struct InvoiceLinkTable: ~Copyable, Sendable {
    private(set) var table = Table<InvoiceLink>(tag: Tag.invoiceLink, name: "invoice link")
    let byToken: UniqueIndex<InvoiceLink, TokenKey>

    init() {
        byToken = table.unique(tag: Tag.invoiceLinkByToken) { link, emit in
            emit(TokenKey(digest: link.token))
        }
    }
}
