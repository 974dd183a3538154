import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let terms: UInt8 = 0xa0
    static let termsByScope: UInt8 = 0xa1
    static let sale: UInt8 = 0xa4
    static let saleByRef: UInt8 = 0xa5
    static let saleByLead: UInt8 = 0xa6
    static let saleByState: UInt8 = 0xa7
    static let bonus: UInt8 = 0xa8
    static let bonusBySale: UInt8 = 0xa9
    static let bonusByLead: UInt8 = 0xaa
    static let bonusByEarner: UInt8 = 0xab
    static let bonusByState: UInt8 = 0xac
    static let bonusDue: UInt8 = 0xad
    static let bonusNext: UInt8 = 0xae
    static let capUse: UInt8 = 0xaf
    static let ledgerLine: UInt8 = 0xb0
    static let ledgerByPayee: UInt8 = 0xb1
    static let ledgerByAccount: UInt8 = 0xb2
    static let ledgerBySubject: UInt8 = 0xb3
    static let accountBalance: UInt8 = 0xb4
    static let standing: UInt8 = 0xb5
    static let rewardedCustomer: UInt8 = 0xb6
    static let standingByPayee: UInt8 = 0xb7
    static let ledgerByTime: UInt8 = 0xb8
    static let bonusStoppable: UInt8 = 0xb9
    static let bonusPayable: UInt8 = 0xba
    static let bonusIndebted: UInt8 = 0xbb
    static let bonusByPayout: UInt8 = 0xbc
    static let payout: UInt8 = 0xbd
    static let payoutByEarner: UInt8 = 0xbe
    static let payoutByState: UInt8 = 0xbf
    static let payoutRun: UInt8 = 0xa2
    static let payoutRunResumes: UInt8 = 0xa3
}

extension IDSequence {
    static let sale: UInt8 = 7
    static let bonus: UInt8 = 8
    static let payout: UInt8 = 9
    static let ledgerLine: UInt8 = 80
    static let payoutRun: UInt8 = 81
}

extension Cell {
    /// The last month whose ledger is closed.
    static let ledgerClosed: UInt8 = 80
}

/// What names some terms: their scope, and what in it they are for.
struct TermsID: KeyPart, Hashable {
    /// The scope as it is printed.
    let scope: Text
    /// The type's number; 0 for any.
    let type: UInt8
    /// The recipient's number; 0 where the type says.
    let recipient: UInt8
    /// The products in lower case and order, a comma between.
    let products: Text

    init(scope: Text, type: UInt8, recipient: UInt8, products: Text) {
        self.scope = scope
        self.type = type
        self.recipient = recipient
        self.products = products
    }

    /// The name of terms for these.
    init(
        _ scope: TermsScope, _ type: BonusType?, _ recipient: Recipient?, products: [Text]
    ) {
        self.init(
            scope: scope.text, type: type?.rawValue ?? 0, recipient: recipient?.rawValue ?? 0,
            products: Text(
                Array(
                    Set(products.map(\.asciiLowercased)).sorted().map(\.bytes)
                        .joined(separator: [UInt8(ascii: ",")]))))
    }

    func append(to key: inout [UInt8]) {
        KeyText(scope.bytes).append(to: &key)
        type.append(to: &key)
        recipient.append(to: &key)
        KeyText(products.bytes).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> TermsID? {
        guard let scope = KeyText.read(&key), let type = UInt8.read(&key),
            let recipient = UInt8.read(&key), let products = KeyText.read(&key)
        else { return nil }
        return TermsID(
            scope: Text(scope.bytes), type: type, recipient: recipient,
            products: Text(products.bytes))
    }
}

extension Terms: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: TermsID { TermsID(scope, type, recipient, products: products) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(scope)
        writer.write(type)
        writer.write(recipient)
        writer.write(currency)
        writer.write(reward)
        writer.write(version)
        writer.write(later)
        writer.write(recurs)
        writer.write(hold)
        writer.write(minSale)
        writer.write(products)
        writer.write(cap)
        writer.write(overrides)
        writer.write(due)
        writer.write(parts)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            scope: try reader.read(), type: try reader.read(), recipient: try reader.read(),
            currency: try reader.read(), reward: try reader.read())
        version = try reader.read()
        later = try reader.read()
        recurs = try reader.read()
        hold = try reader.read()
        minSale = try reader.read()
        products = try reader.read()
        cap = try reader.read()
        overrides = try reader.read()
        due = try reader.read()
        parts = try reader.read()
    }
}

/// What is agreed on, by scope.
struct TermsTable: ~Copyable, Sendable {
    private(set) var table = Table<Terms>(tag: Tag.terms, name: "terms")
    let byScope: Index<Terms, KeyText, Nothing>

    init() {
        byScope = table.index(tag: Tag.termsByScope) { terms, emit in
            emit(KeyText(terms.scope.text.bytes), Nothing())
        }
    }
}
