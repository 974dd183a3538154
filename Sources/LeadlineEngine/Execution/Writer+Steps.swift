import LeadlineDomain
package import LeadlineStore

extension Writer {
    /// Finishes what worked in steps when the server ended, each step in a commit of its own.
    package func finishSteps() -> Outcome {
        for finish in [
            finishSuspensions, finishTransfers, finishTierRuns, finishErasures, finishPayoutRuns,
            finishPayrolls,
        ] {
            let outcome = finish()
            guard outcome == .durable else { return outcome }
        }
        return .durable
    }

    private func finishSuspensions() -> Outcome {
        finish(Schema.suspensions.table) { (tx: inout Transaction, found) throws(Rejection) in
            _ = try tx.takeBack(found)
        }
    }

    private func finishTransfers() -> Outcome {
        finish(Schema.transfers.table) { (tx: inout Transaction, found) throws(Rejection) in
            var transfer = found
            _ = try tx.step(&transfer)
        }
    }

    private func finishTierRuns() -> Outcome {
        finish(Schema.tierRuns.table) { (tx: inout Transaction, found) throws(Rejection) in
            // Nobody waits any more for what a dry one would have answered.
            guard !found.isDryRun else {
                tx.changes.delete(Schema.tierRuns.table, found.id)
                return
            }
            var run = found
            _ = tx.goOn(with: &run)
        }
    }

    /// Finishes erasures, and nothing else.
    func finishErasures() -> Outcome {
        finish(Schema.erasures.table) { (tx: inout Transaction, found) throws(Rejection) in
            var erasure = found
            _ = tx.proceed(with: &erasure)
        }
    }

    private func finishPayoutRuns() -> Outcome {
        finish(Schema.payoutRuns.resumes, of: Schema.payoutRuns.table) {
            (tx: inout Transaction, run) throws(Rejection) in try tx.resumeRun(run.number)
        }
    }

    private func finishPayrolls() -> Outcome {
        finish(Schema.payrolls.resumes, of: Schema.payrolls.table) {
            (tx: inout Transaction, payroll) throws(Rejection) in try tx.resumeMove(payroll.id)
        }
    }

    /// Does steps for the first row that goes on by itself, until there is none.
    private func finish<Record: Intent>(
        _ resumes: Index<Record, Nothing, Int64>, of table: borrowing Table<Record>,
        _ step: (inout Transaction, Record) throws(Rejection) -> Void
    ) -> Outcome {
        while true {
            var view = engine.store.view(.scan)
            let first = view.ids(resumes, Nothing(), limit: 1).first
            guard let intent = first.flatMap({ view.get(table, $0.id) }) else { return .durable }
            guard perform(intent, step) else { return .durable }
            let outcome = commit()
            guard outcome == .durable else { return outcome }
        }
    }

    /// Makes a step in the name of who began; false when it could not be made.
    private func perform<Record: Intent>(
        _ intent: Record, _ step: (inout Transaction, Record) throws(Rejection) -> Void
    ) -> Bool {
        let caller = Caller(name: intent.actor, role: .admin, origin: intent.origin)
        return perform(as: caller) { (tx: inout Transaction) throws(Rejection) in
            try step(&tx, intent)
        }
    }

    /// Does steps for the first row of a table of intents, in the name of who began, until the
    /// table is empty.
    private func finish<Record: Intent>(
        _ table: borrowing Table<Record>,
        _ step: (inout Transaction, Record) throws(Rejection) -> Void
    ) -> Outcome {
        while true {
            var view = engine.store.view(.scan)
            guard let intent = view.rows(of: table, limit: 1).first else { return .durable }
            // What cannot be read is told by whoever asks for it next.
            guard perform(intent, step) else { return .durable }
            let outcome = commit()
            guard outcome == .durable else { return outcome }
        }
    }
}

/// What a command in steps has yet to do.
protocol Intent: StoredRecord {
    /// Who began it.
    var actor: Text { get }
    /// From where.
    var origin: Text { get }
}

extension SuspensionRecord: Intent {}
extension TransferRecord: Intent {}
extension ErasureRecord: Intent {}
extension PayoutRun: Intent {
    var actor: Text { runner }
}
extension Payroll: Intent {
    var actor: Text { movedBy ?? runner }
    var origin: Text { mover ?? "" }
}
extension TierRun: Intent {
    var origin: Text { key }
}
