import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let remittance: UInt8 = 0xd3
    static let remittanceByRef: UInt8 = 0xd4
    static let remittanceByCurrency: UInt8 = 0xd5
}

extension IDSequence {
    static let remittance: UInt8 = 92
}

extension RemittanceID: RecordField, KeyPart {}

extension Remittance: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(ref)
        writer.write(currency)
        writer.write(amount)
        writer.write(total)
        writer.write(date)
        writer.write(note)
        writer.write(author)
        writer.write(created)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), ref: try reader.read(), currency: try reader.read(),
            amount: try reader.read(), total: try reader.read(), date: try reader.read(),
            note: try reader.read(), author: try reader.read(), created: try reader.read())
    }
}

struct RemittanceTable: ~Copyable, Sendable {
    private(set) var table = Table<Remittance>(
        tag: Tag.remittance, name: "remittance", sequence: IDSequence.remittance)
    let byRef: UniqueIndex<Remittance, KeyText>
    let byCurrency: Index<Remittance, KeyText, Nothing>

    init() {
        byRef = table.unique(tag: Tag.remittanceByRef) { remittance, emit in
            emit(KeyText(remittance.ref.bytes))
        }
        byCurrency = table.index(tag: Tag.remittanceByCurrency) { remittance, emit in
            emit(KeyText(remittance.currency.text.bytes), Nothing())
        }
    }
}

extension View {
    /// What in a currency has gone to the tax office in all, less what came back.
    mutating func remitted(in currency: Currency) -> Int64 {
        let last = ids(
            Schema.remittances.byCurrency, KeyText(currency.text.bytes), .descending, limit: 1)
        return last.first.flatMap { get(Schema.remittances.table, $0.id) }?.total ?? 0
    }

    /// What an account stands at in each currency, debits less credits, in the currencies' order.
    mutating func balances(
        of account: LedgerAccount
    ) -> [(currency: Currency, balance: Int128)] {
        var balances: [(currency: Currency, balance: Int128)] = []
        let months = rows(
            of: Schema.accountBalances.table, under: account, limit: LedgerProof.monthsMax)
        for month in months {
            guard let currency = Currency(month.id.currency.bytes[...]) else { continue }
            if balances.last?.currency != currency { balances.append((currency, 0)) }
            balances[balances.count - 1].balance += Int128(month.debit) - Int128(month.credit)
        }
        return balances
    }

    /// What an account of a currency stands at: its debits less its credits of all months.
    mutating func balance(of account: LedgerAccount, in currency: Currency) -> Int128 {
        rows(
            of: Schema.accountBalances.table,
            under: Pair(account, KeyText(currency.text.bytes)), limit: LedgerProof.monthsMax
        ).reduce(Int128(0)) { $0 + Int128($1.debit) - Int128($1.credit) }
    }
}
