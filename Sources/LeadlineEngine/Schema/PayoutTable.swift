import LeadlineDomain
package import LeadlineStore

extension Payout.SetOff: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(bonus)
        writer.write(amount)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(bonus: try reader.read(), amount: try reader.read())
    }
}

extension Payout: StoredRecord {
    // 2: the payroll that it is part of, and the day on which it was paid. 3: what is withheld.
    package static var recordVersion: UInt8 { 3 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(run)
        writer.write(earner)
        writer.write(currency)
        writer.write(amount)
        writer.write(withheld)
        writer.write(setOffs)
        writer.write(bonuses)
        writer.write(runner)
        writer.write(created)
        writer.write(payroll)
        writer.write(version)
        writer.write(state)
        writer.write(approver)
        writer.write(method)
        writer.write(ref)
        writer.write(reason)
        writer.write(updated)
        writer.write(paidOn)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let id: PayoutID = try reader.read()
        let run: UInt64 = try reader.read()
        let earner: Payee = try reader.read()
        let currency: Currency = try reader.read()
        let amount: Int64 = try reader.read()
        let withheld: Int64 = reader.version < 3 ? 0 : try reader.read()
        let setOffs: [Payout.SetOff] = try reader.read()
        let bonuses: UInt32 = try reader.read()
        let runner: Text = try reader.read()
        let created: Timestamp = try reader.read()
        self.init(
            id: id, run: run, payroll: reader.version < 2 ? nil : try reader.read(),
            earner: earner, currency: currency, amount: amount, withheld: withheld,
            setOffs: setOffs, bonuses: bonuses, runner: runner, created: created)
        version = try reader.read()
        state = try reader.read()
        approver = try reader.read()
        method = try reader.read()
        ref = try reader.read()
        reason = try reader.read()
        updated = try reader.read()
        // What is paid is never written again: an older one was paid when it was last written.
        let lastDay = state == .paid ? updated.date(in: .utc) : nil
        paidOn = reader.version < 2 ? lastDay : try reader.read()
    }
}

extension Tag {
    static let payoutAwaiting: UInt8 = 0xc2
    static let payoutByYear: UInt8 = 0xc3
}

struct PayoutTable: ~Copyable, Sendable {
    private(set) var table = Table<Payout>(
        tag: Tag.payout, name: "payout", sequence: IDSequence.payout)
    let byEarner: Index<Payout, KeyText, Nothing>
    let byState: Index<Payout, PayoutState, Nothing>
    /// What somebody has to do something with; what is part of a payroll is moved with that.
    let awaiting: Index<Payout, PayoutState, Nothing>
    /// What was paid, per calendar year, by who got it.
    let byYear: Index<Payout, UInt32, KeyText>

    init() {
        byEarner = table.index(tag: Tag.payoutByEarner) { payout, emit in
            emit(KeyText(payout.earner.text.bytes), Nothing())
        }
        byState = table.index(tag: Tag.payoutByState) { payout, emit in
            emit(payout.state, Nothing())
        }
        awaiting = table.index(tag: Tag.payoutAwaiting) { payout, emit in
            guard payout.payroll == nil, !payout.state.isOver else { return }
            emit(payout.state, Nothing())
        }
        byYear = table.index(tag: Tag.payoutByYear) { payout, emit in
            guard payout.state == .paid, let day = payout.paidOn else { return }
            emit(UInt32(clamping: day.year), KeyText(payout.earner.text.bytes))
        }
    }
}

extension PayoutRun: StoredRecord {
    // 2: payrolls, and from where it was run.
    package static var recordVersion: UInt8 { 2 }
    package var id: UInt64 { number }

    package func encode(into writer: inout RecordWriter) {
        writer.write(number)
        writer.write(until)
        writer.write(currency)
        writer.write(minimum)
        writer.write(runner)
        writer.write(resumes)
        writer.write(first)
        writer.write(payouts)
        writer.write(lastEarner)
        writer.write(lastCurrency)
        writer.write(isPayroll)
        writer.write(origin)
        writer.write(payroll)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let number: UInt64 = try reader.read()
        let until: Timestamp = try reader.read()
        let currency: Currency? = try reader.read()
        let minimum: Int64? = try reader.read()
        let runner: Text = try reader.read()
        let resumes: Timestamp? = try reader.read()
        let first: PayoutID? = try reader.read()
        let payouts: UInt32 = try reader.read()
        let lastEarner: Payee? = try reader.read()
        let lastCurrency: Currency? = try reader.read()
        let isOld = reader.version < 2
        self.init(
            number: number, until: until, currency: currency, minimum: minimum,
            isPayroll: isOld ? false : try reader.read(), runner: runner,
            origin: isOld ? "" : try reader.read(), resumes: resumes ?? until)
        self.resumes = resumes
        self.first = first
        self.payouts = payouts
        self.lastEarner = lastEarner
        self.lastCurrency = lastCurrency
        if !isOld { payroll = try reader.read() }
    }
}

struct PayoutRunTable: ~Copyable, Sendable {
    private(set) var table = Table<PayoutRun>(
        tag: Tag.payoutRun, name: "payout run", sequence: IDSequence.payoutRun)
    /// Runs that are not over, by when they go on by themselves.
    let resumes: Index<PayoutRun, Nothing, Int64>

    init() {
        resumes = table.deadlines(tag: Tag.payoutRunResumes) { $0.resumes }
    }
}
