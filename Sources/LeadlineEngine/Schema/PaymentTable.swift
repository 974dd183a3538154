import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let payment: UInt8 = 0xce
    static let paymentByKey: UInt8 = 0xcf
    static let paymentExpiry: UInt8 = 0x98
    static let paymentCounters: UInt8 = 0x99
}

extension IDSequence {
    static let payment: UInt8 = 91
}

extension PaymentID: RecordField, KeyPart {}
extension PaymentState: RecordField, KeyPart {}
extension PaymentMethod: RecordField, KeyPart {}
extension CardBrand: RecordField, KeyPart {}
extension ReversalReason: RecordField {}

extension LastFour: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(number) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        guard let digits = LastFour(number: try reader.read()) else { throw .invalid }
        self = digits
    }
}

extension Payment.Reversal: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(at)
        writer.write(amount)
        writer.write(reason)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(at: try reader.read(), amount: try reader.read(), reason: try reader.read())
    }
}

extension Payment.Place: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(direction)
        writer.write(service)
        writer.write(partner)
        writer.write(isBilled)
        writer.write(owner)
        writer.write(submitter)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init()
        direction = try reader.read()
        service = try reader.read()
        partner = try reader.read()
        isBilled = try reader.read()
        owner = try reader.read()
        submitter = try reader.read()
    }
}

extension Payment: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(state)
        writer.write(invoice)
        writer.write(lead)
        writer.write(place)
        writer.write(currency)
        writer.write(amount)
        writer.write(method)
        writer.write(creator)
        writer.write(created)
        writer.write(version)
        writer.write(brand)
        writer.write(lastFour)
        writer.write(ref)
        writer.write(message)
        writer.write(expires)
        writer.write(ended)
        writer.write(updated)
        writer.write(reversals)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), state: try reader.read(), invoice: try reader.read(),
            lead: try reader.read(), place: try reader.read(), currency: try reader.read(),
            amount: try reader.read(), method: try reader.read(), creator: try reader.read(),
            created: try reader.read())
        version = try reader.read()
        brand = try reader.read()
        lastFour = try reader.read()
        ref = try reader.read()
        message = try reader.read()
        expires = try reader.read()
        ended = try reader.read()
        updated = try reader.read()
        for reversal in try reader.read([Reversal].self) {
            guard reverse(reversal) else { throw .invalid }
        }
        guard amount > 0, (state == .processing) == (expires != nil) else { throw .invalid }
    }
}

/// What payments are found by.
enum PaymentKey: Hashable, KeyPart {
    // Numbers are on disk: never reuse one, never renumber.
    /// The invoice that it pays.
    case invoice(InvoiceID)
    /// Where it stands.
    case state(PaymentState)
    /// The lead of one of which the processor has said something: until that is erased.
    case said(LeadID)

    private static let invoiceKind: UInt8 = 1
    private static let stateKind: UInt8 = 2
    private static let saidKind: UInt8 = 3

    func append(to key: inout [UInt8]) {
        switch self {
        case .invoice(let id):
            key.append(Self.invoiceKind)
            id.append(to: &key)
        case .state(let state):
            key.append(Self.stateKind)
            state.append(to: &key)
        case .said(let lead):
            key.append(Self.saidKind)
            lead.append(to: &key)
        }
    }

    static func read(_ key: inout KeyReader) -> PaymentKey? {
        switch key.byte() {
        case invoiceKind: InvoiceID.read(&key).map { .invoice($0) }
        case stateKind: PaymentState.read(&key).map { .state($0) }
        case saidKind: LeadID.read(&key).map { .said($0) }
        default: nil
        }
    }
}

struct PaymentTable: ~Copyable, Sendable {
    private(set) var table = Table<Payment>(tag: Tag.payment, name: "payment")
    let byKey: Index<Payment, PaymentKey, Nothing>
    /// Attempts that are under way, by when they become unknown.
    let expiry: Index<Payment, Nothing, Int64>
    /// What REPORT PAYMENTS is read from.
    let counters: Series<Payment, PaymentCounterKey>

    init() {
        byKey = table.index(tag: Tag.paymentByKey) { payment, emit in
            emit(.invoice(payment.invoice), Nothing())
            emit(.state(payment.state), Nothing())
            if let lead = payment.lead, payment.message != nil { emit(.said(lead), Nothing()) }
        }
        expiry = table.deadlines(tag: Tag.paymentExpiry) { $0.expires }
        counters = table.series(tag: Tag.paymentCounters) { payment, emit in
            payment.forEachCount(emit)
        }
    }
}
