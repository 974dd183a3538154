import LeadlineEngine
import LeadlineWire
import NIOCore

/// A question on its way to every event loop and, answered, back to the connection that asked.
struct MusterCall: Sendable {
    let muster: Muster
    /// The command's place.
    let command: Int
    /// How the asking connection is answered.
    let format: ReplyFormat
    let connection: NIOLoopBound<ConnectionHandler>

    /// Asks every loop; the connection is answered when all have told.
    func run(on backend: Backend) {
        let muster = muster
        let answers = backend.registries.map { registry in
            registry.eventLoop.submit { registry.value.answer(muster) }
        }
        EventLoopFuture.whenAllComplete(answers, on: connection.eventLoop).whenSuccess { answers in
            var tally = Muster.Tally()
            // A loop that has ended has no connections any more.
            for case .success(let part) in answers { tally.add(part) }
            connection.value.finish(self, tally)
        }
    }
}
