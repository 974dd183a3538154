import LeadlineDomain
import LeadlineStore

/// A payroll with its lines, where they are shown.
struct PayrollEntry: Sendable {
    let payroll: Payroll
    /// How many payouts are in it; none are told in events.
    var payouts: UInt32 = 0
    var lines: [Text] = []

    init(_ payroll: Payroll) { self.payroll = payroll }
}

/// The documented fields of a payroll, in the order of PAYROLL.GET.
enum PayrollFields {
    static let table = FieldTable<PayrollEntry>([
        EntityField("id") { .id($0.payroll.id) },
        EntityField("version") { .integer(Int64($0.payroll.version)) },
        EntityField("state") { .word(StaticWord($0.payroll.course.state.word)) },
        EntityField("run") { .integer(Int64(clamping: $0.payroll.run)) },
        EntityField("until") { .time($0.payroll.until) },
        EntityField("payouts") { .integer(Int64($0.payouts)) },
        EntityField("bonuses") { .integer(Int64(clamping: $0.payroll.bonuses)) },
        EntityField("totals") { .texts($0.payroll.totals.map(\.text)) },
        EntityField("lines") { .texts($0.lines) },
        EntityField("run_by") { .text($0.payroll.runner) },
        EntityField("approved_by") { .optional($0.payroll.course.approver) },
        EntityField("method") {
            $0.payroll.course.method.map { .word(StaticWord($0.word)) } ?? .null
        },
        EntityField("ref") { .optional($0.payroll.course.ref) },
        EntityField("reason") { .optional($0.payroll.course.reason) },
        EntityField("created") { .time($0.payroll.created) },
        EntityField("updated") { .time($0.payroll.updated) },
    ])

    /// What events keep: who is paid what is told by the payouts' own.
    static let event = FieldTable<PayrollEntry>(
        table.fields.filter { !["payouts", "lines"].contains("\($0.name)") })
}

/// A payroll as a map of all its fields.
struct PayrollMap: MappedRecord {
    static let fields = PayrollFields.table
    let entity: PayrollEntry
}

extension Payroll {
    /// How events name this payroll.
    var subject: EventSubject { EventSubject(name: id.text, version: version) }
}

extension Payroll.Total {
    /// `USD 120.00`.
    fileprivate var text: Text {
        Text("\(currency.text) \(Amount.text(amount, in: currency))")
    }
}

extension View {
    /// The payroll with its lines: `PAY10 R1 USD 120.00`, and what has failed says so.
    ///
    /// At most as many lines as a page has rows; PAYOUT.LIST RUN has all of them.
    mutating func entry(_ payroll: Payroll) -> PayrollEntry {
        var entry = PayrollEntry(payroll)
        guard let run = get(Schema.payoutRuns.table, payroll.run), let first = run.first else {
            return entry
        }
        entry.payouts = run.payouts
        for number in 0..<min(UInt64(run.payouts), UInt64(EngineLimits.pageRowsMax)) {
            guard let payout = get(Schema.payouts.table, PayoutID(raw: first.raw + number)) else {
                continue
            }
            let amount = Amount.text(payout.amount, in: payout.currency)
            let end = payout.state == .failed ? " failed" : ""
            entry.lines.append(
                Text("\(payout.id) \(payout.earner.text) \(payout.currency.text) \(amount)\(end)"))
        }
        return entry
    }
}

extension EventType {
    static let payrollCreated = EventType("payroll.created")
    static let payrollApproved = EventType("payroll.approved")
    static let payrollSent = EventType("payroll.sent")
    static let payrollPaid = EventType("payroll.paid")
    static let payrollFailed = EventType("payroll.failed")
    static let payrollUnknown = EventType("payroll.unknown")
}
