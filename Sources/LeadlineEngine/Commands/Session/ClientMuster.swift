import LeadlineDomain
package import LeadlineWire

/// A question to every connection, each answered on the connection's own loop.
///
/// Connections live on several loops: the asking one hands the question to each of them and is
/// answered when all have, so that no connection's state is ever locked.
package struct Muster: Sendable {
    enum Purpose: Sendable {
        case list
        /// The old form of CLIENT KILL answers `OK` instead of a count.
        case kill(isOldForm: Bool)
        case unblock(asError: Bool)
        /// Asks nobody, but is answered in its turn: where the asking connection stands.
        case positions(commit: UInt64, view: UInt64)
    }

    /// What is to be done with one connection.
    package enum Verdict: Sendable, Equatable {
        case pass
        /// Its line is wanted.
        case listed(String)
        /// It is to be closed.
        case close
        /// Its request that waits is to be answered now.
        case unblock(asError: Bool)
    }

    /// What one loop, or all of them, answered.
    package struct Tally: Sendable {
        private var lines: [(number: UInt64, line: String)] = []
        /// Connections that were closed or unblocked.
        private(set) var count = 0
        /// Whether the asking connection was among those to be closed.
        package private(set) var closesAsker = false

        package init() {}

        /// Adds a connection's verdict; answers whether it is another one that is to be closed.
        package mutating func add(_ verdict: Verdict, _ session: Session, _ muster: Muster) {
            switch verdict {
            case .pass: return
            case .listed(let line): lines.append((session.number, line))
            case .unblock: count += 1
            case .close:
                count += 1
                if session.number == muster.asker { closesAsker = true }
            }
        }

        /// Adds what another loop answered.
        package mutating func add(_ other: Tally) {
            lines += other.lines
            count += other.count
            closesAsker = closesAsker || other.closesAsker
        }

        /// The lines, the longest connected first.
        var page: String {
            lines.sorted { $0.number < $1.number }.map { $0.line + "\n" }.joined()
        }
    }

    let purpose: Purpose
    let filter: ClientFilter
    /// The connection that asks.
    package let asker: UInt64
    let now: Timestamp

    /// What is to be done with this connection.
    package func verdict(_ session: Session, _ state: ConnectionState) -> Verdict {
        guard filter.matches(session, now: now) else { return .pass }
        switch purpose {
        case .list: return .listed(session.infoLine(state, now: now))
        case .kill: return .close
        case .positions: return .pass
        case .unblock(let asError): return state.isBlocked ? .unblock(asError: asError) : .pass
        }
    }
}

extension Engine {
    /// Reads a request that asks every connection; nil when it was refused and answered.
    package func openMuster(
        _ index: Int, _ request: inout Request, _ session: Session, _ reply: inout ReplyWriter
    ) -> Muster? {
        guard case .muster(let body) = table.commands[index].body,
            matches(index, &request, &reply)
        else { return nil }
        let stopwatch = Stopwatch()
        defer { finish(index, stopwatch, request, session.caller) }
        var context = LocalContext(
            session: session, engine: self, isRESP: request.frame.isRESP, now: clock.now)
        do throws(Rejection) {
            return try body(&context, &request)
        } catch {
            write(error, index, to: &reply)
            return nil
        }
    }

    /// Answers a muster when every loop has.
    package func close(_ muster: Muster, _ tally: Muster.Tally, to reply: inout ReplyWriter) {
        switch muster.purpose {
        case .list: reply.text(tally.page)
        case .unblock, .kill(isOldForm: false): reply.integer(Int64(tally.count))
        case .kill(isOldForm: true):
            guard tally.count > 0 else { return write(.syntax("No such client"), nil, to: &reply) }
            reply.status("OK")
        case .positions(let commit, let view):
            reply.beginMap(2)
            reply.key("commit")
            reply.integer(Int64(clamping: commit))
            reply.key("view")
            reply.integer(Int64(clamping: view))
            reply.endMap()
        }
    }
}
