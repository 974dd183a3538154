import LeadlineDomain
package import LeadlineStore

extension Writer {
    /// Finishes what worked in steps when the server ended, each step in a commit of its own.
    package func finishSteps() -> Outcome {
        for finish in [finishSuspensions, finishTransfers, finishTierRuns, finishErasures] {
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

    private func finishErasures() -> Outcome {
        finish(Schema.erasures.table) { (tx: inout Transaction, found) throws(Rejection) in
            var erasure = found
            _ = tx.proceed(with: &erasure)
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
            let caller = Caller(name: intent.actor, role: .admin, origin: intent.origin)
            let isDone = perform(as: caller) { (tx: inout Transaction) throws(Rejection) in
                try step(&tx, intent)
            }
            // What cannot be read is told by whoever asks for it next.
            guard isDone else { return .durable }
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
extension TierRun: Intent {
    var origin: Text { key }
}
