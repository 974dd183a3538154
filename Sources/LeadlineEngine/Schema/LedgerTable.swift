import LeadlineDomain
package import LeadlineStore

extension LedgerLine: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    package var id: UInt64 { sequence }

    package func encode(into writer: inout RecordWriter) {
        writer.write(sequence)
        writer.write(posting)
        writer.write(at)
        writer.write(account)
        writer.write(payee)
        writer.write(currency)
        writer.write(amount)
        writer.write(balance)
        writer.write(of)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            sequence: try reader.read(), posting: try reader.read(), at: try reader.read(),
            account: try reader.read(), payee: try reader.read(), currency: try reader.read(),
            amount: try reader.read(), balance: try reader.read(), of: try reader.read())
    }
}

/// Every entry that was ever made.
struct LedgerTable: ~Copyable, Sendable {
    private(set) var table = Table<LedgerLine>(
        tag: Tag.ledgerLine, name: "ledger entry", sequence: IDSequence.ledgerLine)
    let byPayee: Index<LedgerLine, KeyText, Nothing>
    let byAccount: Index<LedgerLine, LedgerAccount, Nothing>
    let bySubject: Index<LedgerLine, KeyText, Nothing>
    let byTime: Index<LedgerLine, Nothing, Int64>

    init() {
        byPayee = table.index(tag: Tag.ledgerByPayee) { line, emit in
            if let payee = line.payee { emit(KeyText(payee.text.bytes), Nothing()) }
        }
        byAccount = table.index(tag: Tag.ledgerByAccount) { line, emit in
            emit(line.account, Nothing())
        }
        bySubject = table.index(tag: Tag.ledgerBySubject) { line, emit in
            emit(KeyText(line.of.bytes), Nothing())
        }
        byTime = table.index(tag: Tag.ledgerByTime) { line, emit in
            emit(Nothing(), line.at.milliseconds)
        }
    }
}

/// The sums of an account's debits and credits of one month, in one currency.
struct AccountBalance: StoredRecord {
    static var recordVersion: UInt8 { 1 }
    let id: AccountBalanceID
    var debit: Int64
    var credit: Int64

    init(id: AccountBalanceID, debit: Int64 = 0, credit: Int64 = 0) {
        self.id = id
        self.debit = debit
        self.credit = credit
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.account)
        writer.write(id.currency)
        writer.write(id.month)
        writer.write(debit)
        writer.write(credit)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = AccountBalanceID(
            account: try reader.read(), currency: try reader.read(), month: try reader.read())
        debit = try reader.read()
        credit = try reader.read()
    }
}

/// An account, a currency and a month, counted from the year 0.
struct AccountBalanceID: KeyPart, Hashable {
    let account: LedgerAccount
    let currency: Text
    let month: UInt32

    func append(to key: inout [UInt8]) {
        account.append(to: &key)
        KeyText(currency.bytes).append(to: &key)
        month.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> AccountBalanceID? {
        guard let account = LedgerAccount.read(&key), let currency = KeyText.read(&key),
            let month = UInt32.read(&key)
        else { return nil }
        return AccountBalanceID(account: account, currency: Text(currency.bytes), month: month)
    }
}

struct AccountBalanceTable: ~Copyable, Sendable {
    private(set) var table = Table<AccountBalance>(
        tag: Tag.accountBalance, name: "account balance")
}

/// What a payee has and is owed in one currency, kept with every change.
struct StandingRecord: StoredRecord {
    static var recordVersion: UInt8 { 1 }
    let id: StandingID
    var standing: Standing
    /// What is owed to the payee less what it owes, by the ledger's entries.
    var owed: Int64

    init(id: StandingID, standing: Standing = Standing(), owed: Int64 = 0) {
        self.id = id
        self.standing = standing
        self.owed = owed
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.payee)
        writer.write(id.currency)
        writer.write(standing.earned)
        writer.write(standing.paid)
        writer.write(standing.held)
        writer.write(standing.due)
        writer.write(standing.reserved)
        writer.write(standing.debt)
        writer.write(owed)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = StandingID(payee: try reader.read(), currency: try reader.read())
        standing = Standing()
        standing.earned = try reader.read()
        standing.paid = try reader.read()
        standing.held = try reader.read()
        standing.due = try reader.read()
        standing.reserved = try reader.read()
        standing.debt = try reader.read()
        owed = try reader.read()
    }
}

/// A payee and a currency.
package struct StandingID: KeyPart, Hashable {
    let payee: Payee
    let currency: Currency

    package func append(to key: inout [UInt8]) {
        payee.append(to: &key)
        currency.append(to: &key)
    }

    package static func read(_ key: inout KeyReader) -> StandingID? {
        guard let payee = Payee.read(&key), let currency = Currency.read(&key) else {
            return nil
        }
        return StandingID(payee: payee, currency: currency)
    }
}

struct StandingTable: ~Copyable, Sendable {
    private(set) var table = Table<StandingRecord>(tag: Tag.standing, name: "standing")
    let byPayee: Index<StandingRecord, KeyText, Nothing>

    init() {
        byPayee = table.index(tag: Tag.standingByPayee) { record, emit in
            emit(KeyText(record.id.payee.text.bytes), Nothing())
        }
    }
}
