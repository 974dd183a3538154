import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What employees have earned, for whoever pays their wages.
    static let payroll: [Command] = [
        .write(
            "PAYROLL.RUN",
            "Makes one payroll of all that is due to employees; PAYOUT.APPROVE and so on move it.",
            group: .money, by: .purse, reach: .house, kind: .create,
            events: [.payrollCreated, .payoutCreated, .bonusReserved, .bonusSetOff],
            inBlock: .refused, RequiredKeyword<TimeInput>("UNTIL"), run: payrollRun),
        .scan(
            "PAYROLL.GET", "Answers everything kept on a payroll, with a line for each earner.",
            group: .money, by: .purseReaders, reach: .house,
            Positional<Plain<PayoutID>>("payout"), run: payrollGet),
    ]
}

/// Works in steps: it is executed again, in further commits, until all employees were looked at.
private func payrollRun(
    tx: inout Transaction, until: TimeInput
) throws(Rejection) -> Identified<PayoutID> {
    var form = PayoutForm()
    form.until = until
    let end = try form.cutOff(now: tx.now, zone: tx.settings.zone)
    let run = try tx.run(isPayroll: true) { tx in
        PayoutRun(
            number: tx.changes.next(IDSequence.payoutRun), until: end ?? tx.now,
            isPayroll: true, runner: tx.caller.name, origin: tx.caller.origin, resumes: tx.now)
    }
    // Before the last step nothing is answered; a run that ends without anything is forgotten, or
    // ends by itself when it had steps before.
    guard run.payroll != nil || run.resumes != nil else {
        throw Rejection(.notFound, "no bonus of an employee is due")
    }
    return run.payrollReply
}

extension PayoutRun {
    /// What the run of a payroll answers.
    var payrollReply: Identified<PayoutID> { Identified(id: payroll ?? PayoutID(raw: number)) }
}

private func payrollGet(
    reader: inout Reader, id: Plain<PayoutID>
) throws(Rejection) -> PayrollMap {
    guard let payroll = reader.view.get(Schema.payrolls.table, id.id) else {
        throw reader.view.absent("payroll", "\(id.id)")
    }
    return PayrollMap(entity: reader.view.entry(payroll))
}
