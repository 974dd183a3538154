import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Begins the payroll that a run fills: with the first payout, so that none is of nothing.
    mutating func begin(_ run: inout PayoutRun) -> Payroll {
        let id = PayoutID(raw: changes.next(IDSequence.payout))
        run.payroll = id
        return Payroll(
            id: id, run: run.number, until: run.until, runner: run.runner, created: now)
    }

    /// Keeps a payroll after a step of its run; the last one tells of it.
    mutating func keep(_ payroll: Payroll, asPartOf run: PayoutRun) {
        changes.put(Schema.payrolls.table, payroll)
        guard run.resumes == nil else { return }
        record(
            .payrollCreated, payroll.subject, PayrollFields.event, from: nil,
            to: PayrollEntry(payroll))
    }

    /// Moves a payroll, and some of its payouts; what is left follows in further steps.
    mutating func move(
        _ old: Payroll, _ move: PayoutMove, _ change: (inout PayoutCourse) -> Void
    ) throws(Rejection) -> NewVersion {
        guard !isInBlock else { throw .syntax("a payroll is not moved in MULTI") }
        var payroll = old
        if old.mover == caller.origin, old.course.state == move.to {
            // The same request, for its next step.
            expectedVersion = nil
        } else {
            try begin(move, of: &payroll, change)
        }
        isUnfinished = try step(&payroll, move)
        return NewVersion(payroll.version)
    }

    private mutating func begin(
        _ move: PayoutMove, of payroll: inout Payroll, _ change: (inout PayoutCourse) -> Void
    ) throws(Rejection) {
        let old = payroll
        let run = changes.view.get(Schema.payoutRuns.table, old.run)
        guard old.mover == nil, run?.resumes == nil else {
            throw Rejection(.conflict, "\(old.id) is being \(old.mover == nil ? "made" : "moved")")
        }
        try checkVersion(old.version, of: old.id.text)
        try move.require(old.course.state, of: "payroll")
        if move.to == .approved { try requireFourEyes(besides: old.runner) }
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        change(&payroll.course)
        if move.to == .approved { payroll.course.approver = caller.name }
        payroll.course.state = move.to
        payroll.mover = caller.origin
        payroll.movedBy = caller.name
        payroll.version = old.version + 1
        payroll.updated = now
        record(
            move.payrollEvent, payroll.subject, PayrollFields.event, from: PayrollEntry(old),
            to: PayrollEntry(payroll))
    }

    /// Has some more of a payroll's payouts follow it; answers whether any are left.
    private mutating func step(
        _ payroll: inout Payroll, _ move: PayoutMove
    ) throws(Rejection) -> Bool {
        let run = changes.view.get(Schema.payoutRuns.table, payroll.run)
        let first = run?.first?.raw ?? 0
        let end = first + UInt64(run?.payouts ?? 0)
        var next = payroll.moved.map { $0.raw + 1 } ?? first
        var left = Payout.stepRecordsMax
        while next < end {
            let id = PayoutID(raw: next)
            if let payout = changes.view.get(Schema.payouts.table, id), !payout.state.isOver {
                let settled = move.settling == nil ? 0 : Int(payout.bonuses)
                let records = 1 + settled + (settled > 0 ? payout.setOffs.count : 0)
                guard records <= left || left == Payout.stepRecordsMax else { break }
                left = max(left - records, 0)
                _ = try self.move(payout, move, payroll.course)
            }
            payroll.moved = id
            next += 1
            if left == 0 { break }
        }
        let isUnfinished = next < end
        payroll.resumes = isUnfinished ? now.advanced(by: Self.stepPatience) ?? now : nil
        if !isUnfinished {
            payroll.moved = nil
            payroll.mover = nil
        }
        changes.put(Schema.payrolls.table, payroll)
        let id = StepID(Schema.payrolls.table, payroll.id)
        if isUnfinished {
            owesReply(to: id)
        } else {
            keepReply(NewVersion(payroll.version), of: id)
        }
        return isUnfinished
    }

    /// Goes on with a move whose caller is no longer there.
    mutating func resumeMove(_ id: PayoutID) throws(Rejection) {
        guard var payroll = changes.view.get(Schema.payrolls.table, id), payroll.resumes != nil,
            let move = PayoutMove.to(payroll.course.state)
        else { return }
        _ = try step(&payroll, move)
    }
}
