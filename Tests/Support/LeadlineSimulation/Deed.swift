import LeadlineDomain
import LeadlineEngine
import LeadlineStore
import LeadlineWire
import NIOCore

/// One thing that the writer was asked to do, with all it decided from: executed again over the
/// same rows it has to write the same bytes.
struct Deed: Sendable {
    /// What was asked.
    enum Act: Sendable {
        /// A request as it was framed, or a step of it.
        case request(Line, Caller)
        /// A block.
        case block(BlockScript, Caller)
        /// To have happen what is due, at most so much.
        case fire(Int)
        /// To finish what another process had begun, and then what was due meanwhile.
        case start
    }

    let act: Act
    /// What the clock showed.
    let now: Timestamp
    /// What salts and tokens were drawn from.
    let random: UInt64
    /// What it was answered; nil when it was not, as between steps.
    var reply: String?
    /// Whether it changed anything as far as its reply says: not when it was refused, and not when
    /// it was a request that had been sent before.
    var isEffective = true
}

/// Executes the deeds of a history one by one over an empty store, each in a commit of its own.
struct Replay {
    /// What differs from the history, in the order in which it was found.
    private(set) var faults: [String] = []
    /// A digest of all rows.
    private(set) var digest: UInt64 = 0

    /// Executes those deeds that changed something.
    init(_ deeds: [Deed], in directory: String, _ settings: Settings) throws {
        let store = try Store.open(SimulatedHouse.options(directory))
        defer { store.close() }
        let clock = Clock(standingAt: SimulatedHouse.start)
        let engine = Engine(store: store, clock: clock, settings: settings)
        let writer = Writer(engine: engine, seed: 0)
        var request = Request()
        for deed in deeds where deed.isEffective {
            clock.stand(at: deed.now)
            writer.reseed(deed.random)
            var reply = ReplyWriter(format: .resp3)
            switch deed.act {
            case .request(let line, let caller):
                request.take(line)
                writer.execute(&request, caller, &reply)
            case .block(let script, let caller): writer.execute(script, caller, &reply)
            case .fire(let count): writer.fireDue(atMost: count)
            case .start:
                guard writer.finishSteps() == .durable, writer.catchUp() == .durable else {
                    faults.append("replay: a start could not be made again")
                    return
                }
            }
            guard writer.commit() == .durable else {
                faults.append("replay: a commit failed")
                return
            }
            let text = String(buffer: reply.buffer)
            if let expected = deed.reply, expected != text {
                faults.append("replay: \(deed.act) answered \(text), and \(expected) before")
                return
            }
        }
        digest = try store.contentDigest()
    }
}

extension Request {
    /// Takes a line as it would be framed.
    mutating func take(_ line: Line) {
        frame.removeAll()
        for word in line { frame.append(word.utf8) }
    }
}
