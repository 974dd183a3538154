import LeadlineDomain
package import LeadlineStore

extension Writer {
    /// Finishes what worked in steps when the server ended, each step in a commit of its own.
    package func finishSteps() -> Outcome {
        var outcome = finish(Schema.suspensions.table, { ($0.actor, $0.origin) }) {
            (tx: inout Transaction, suspension) throws(Rejection) in
            _ = try tx.takeBack(suspension)
        }
        guard outcome == .durable else { return outcome }
        outcome = finish(Schema.transfers.table, { ($0.actor, $0.origin) }) {
            (tx: inout Transaction, transfer) throws(Rejection) in
            var transfer = transfer
            _ = try tx.step(&transfer)
        }
        guard outcome == .durable else { return outcome }
        outcome = finish(Schema.tierRuns.table, { ($0.actor, $0.key) }) {
            (tx: inout Transaction, run) throws(Rejection) in
            // Nobody waits any more for what a dry one would have answered.
            guard !run.isDryRun else {
                tx.changes.delete(Schema.tierRuns.table, run.id)
                return
            }
            var run = run
            _ = tx.goOn(with: &run)
        }
        guard outcome == .durable else { return outcome }
        return finish(Schema.erasures.table, { ($0.actor, $0.origin) }) {
            (tx: inout Transaction, erasure) throws(Rejection) in
            var erasure = erasure
            _ = tx.proceed(with: &erasure)
        }
    }

    /// Does steps for the first row of a table of intents, in the name of who began, until the
    /// table is empty.
    private func finish<Intent>(
        _ table: borrowing Table<Intent>, _ beginner: (Intent) -> (Text, Text),
        _ step: (inout Transaction, Intent) throws(Rejection) -> Void
    ) -> Outcome {
        while true {
            var view = engine.store.view(.scan)
            guard let intent = view.rows(of: table, limit: 1).first else { return .durable }
            let (actor, origin) = beginner(intent)
            let caller = Caller(name: actor, role: .admin, origin: origin)
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
