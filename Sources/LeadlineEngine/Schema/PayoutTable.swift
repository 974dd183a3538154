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
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(run)
        writer.write(earner)
        writer.write(currency)
        writer.write(amount)
        writer.write(setOffs)
        writer.write(bonuses)
        writer.write(runner)
        writer.write(created)
        writer.write(version)
        writer.write(state)
        writer.write(approver)
        writer.write(method)
        writer.write(ref)
        writer.write(reason)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), run: try reader.read(), earner: try reader.read(),
            currency: try reader.read(), amount: try reader.read(), setOffs: try reader.read(),
            bonuses: try reader.read(), runner: try reader.read(), created: try reader.read())
        version = try reader.read()
        state = try reader.read()
        approver = try reader.read()
        method = try reader.read()
        ref = try reader.read()
        reason = try reader.read()
        updated = try reader.read()
    }
}

struct PayoutTable: ~Copyable, Sendable {
    private(set) var table = Table<Payout>(
        tag: Tag.payout, name: "payout", sequence: IDSequence.payout)
    let byEarner: Index<Payout, KeyText, Nothing>
    let byState: Index<Payout, PayoutState, Nothing>

    init() {
        byEarner = table.index(tag: Tag.payoutByEarner) { payout, emit in
            emit(KeyText(payout.earner.text.bytes), Nothing())
        }
        byState = table.index(tag: Tag.payoutByState) { payout, emit in
            emit(payout.state, Nothing())
        }
    }
}

extension PayoutRun: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
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
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let number: UInt64 = try reader.read()
        let until: Timestamp = try reader.read()
        let currency: Currency? = try reader.read()
        let minimum: Int64? = try reader.read()
        let runner: Text = try reader.read()
        let resumes: Timestamp? = try reader.read()
        self.init(
            number: number, until: until, currency: currency, minimum: minimum, runner: runner,
            resumes: resumes ?? until)
        self.resumes = resumes
        first = try reader.read()
        payouts = try reader.read()
        lastEarner = try reader.read()
        lastCurrency = try reader.read()
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
