import LeadlineDomain
import LeadlineStore

/// The columns of LEDGER.LIST.
enum LedgerColumns: PageColumns {
    static let standard: [EntityField<LedgerLine>] = [
        EntityField("seq") { .integer(Int64(clamping: $0.sequence)) },
        EntityField("at") { .time($0.at) },
        EntityField("account") { .word(StaticWord($0.account.word)) },
        EntityField("payee") { .optional($0.payee?.text) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("debit") { $0.amount > 0 ? $0.money($0.amount) : .null },
        EntityField("credit") { $0.amount < 0 ? $0.money(-$0.amount) : .null },
        EntityField("of") { .id($0.of) },
    ]
}

/// The columns of STATEMENT.
enum StatementColumns: PageColumns {
    static let standard: [EntityField<LedgerLine>] =
        LedgerColumns.standard.filter { "\($0.name)" != "payee" && "\($0.name)" != "of" } + [
            EntityField("balance") { $0.money($0.balance) },
            EntityField("of") { .id($0.of) },
        ]
}

extension LedgerLine {
    fileprivate func money(_ minor: Int64) -> FieldValue {
        .amount(Money(minor: minor, currency: currency))
    }
}

/// A row of BALANCE.
struct BalanceRow: Sendable {
    let currency: Currency
    let standing: Standing
    /// What becomes due next, and when; nil when nothing does.
    let next: (amount: Int64, at: Timestamp)?
}

/// The columns of BALANCE.
enum BalanceColumns: PageColumns {
    static let standard: [EntityField<BalanceRow>] = [
        EntityField("currency") { .text($0.currency.text) },
        EntityField("earned") { $0.money($0.standing.earned) },
        EntityField("paid") { $0.money($0.standing.paid) },
        EntityField("held") { $0.money($0.standing.held) },
        EntityField("due") { $0.money($0.standing.due) },
        EntityField("reserved") { $0.money($0.standing.reserved) },
        EntityField("debt") { $0.money($0.standing.debt) },
        EntityField("available") { $0.money($0.standing.available) },
        EntityField("next_due_amount") { row in
            row.next.map { row.money($0.amount) } ?? .null
        },
        EntityField("next_due_date") { .optional($0.next?.at) },
    ]
}

extension BalanceRow {
    fileprivate func money(_ minor: Int64) -> FieldValue {
        .amount(Money(minor: minor, currency: currency))
    }
}

/// A row of LEDGER.TRIAL.
struct TrialRow: Sendable {
    let account: LedgerAccount
    let currency: Currency
    let debit: Int64
    let credit: Int64
}

/// The columns of LEDGER.TRIAL.
enum TrialColumns: PageColumns {
    static let standard: [EntityField<TrialRow>] = [
        EntityField("account") { .word(StaticWord($0.account.word)) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("debit") { .amount(Money(minor: $0.debit, currency: $0.currency)) },
        EntityField("credit") { .amount(Money(minor: $0.credit, currency: $0.currency)) },
    ]
}
