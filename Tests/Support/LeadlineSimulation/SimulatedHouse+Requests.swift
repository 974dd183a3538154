import LeadlineDomain
import LeadlineEngine
import LeadlineWire
import NIOCore

// What a server's connections do.
extension SimulatedHouse {
    func connect(_ number: Int) {
        sessionCount += 1
        let session = Session(
            number: sessionCount, remoteAddress: "10.0.0.\(number + 1):40112",
            localAddress: "127.0.0.1:5323", now: clock.now)
        session.protocolVersion = 3
        engine.welcome(session)
        sessions[number] = session
    }

    /// Whether a connection waits for a request that works in steps.
    private func isStepping(_ number: Int) -> Bool {
        unfinished.contains { $0.connection == number }
    }

    func send(_ line: Line, on number: Int, _ random: UInt64) {
        guard let session = sessions[number], !isStepping(number) else { return }
        requestCount += 1
        request.take(line)
        do throws(Rejection) {
            switch try engine.plan(&request, session) {
            case .local(let index), .ordered(let index):
                answer(line, number) { engine.runLocal(index, &request, session, &$0) }
            case .muster: return
            case .row(let index), .scan(let index):
                // As in the server: behind unanswered writes of its own a read goes to the writer.
                if isWriting(number) {
                    answer(line, number) { writer.execute(&request, session.caller, &$0) }
                } else {
                    answer(line, number) { reply in
                        let wait = engine.runRead(
                            index, &request, session.caller, isLastTry: true, &reply)
                        if wait != nil { report("read: \(line) waits although it may not") }
                    }
                }
            case .write: execute(line, number, session.caller, random)
            }
        } catch {
            answer(line, number) { engine.write(error, nil, to: &$0) }
        }
    }

    /// Answers what needs no commit.
    private func answer(_ line: Line, _ number: Int, _ write: (inout ReplyWriter) -> Void) {
        var reply = ReplyWriter(format: .resp3)
        write(&reply)
        release(Answer(connection: number, lines: [line], reply: String(buffer: reply.buffer)))
    }

    // MARK: - Writes

    private func execute(_ line: Line, _ number: Int, _ caller: Caller, _ random: UInt64) {
        guard !isPoisoned else { return refuse([line], number) }
        writer.reseed(random)
        request.take(line)
        var reply = ReplyWriter(format: .resp3)
        writer.execute(&request, caller, &reply)
        var deed = Deed(act: .request(line, caller), now: clock.now, random: random)
        guard !writer.isUnfinished else {
            unfinished.append(Unfinished(connection: number, line: line, caller: caller))
            filling.deeds.append(deed)
            filling.hasProceeded = true
            return
        }
        let answer = Answer(
            connection: number, lines: [line], reply: String(buffer: reply.buffer))
        conclude(&deed, answer, caller)
    }

    /// Makes the next step of what works in steps; a group has one at most.
    func proceed(_ random: UInt64) {
        guard !isPoisoned, !filling.hasProceeded, !unfinished.isEmpty else { return }
        let next = unfinished.removeFirst()
        execute(next.line, next.connection, next.caller, random)
        filling.hasProceeded = true
    }

    private func refuse(_ lines: [Line], _ number: Int) {
        release(
            Answer(
                connection: number, lines: lines,
                reply: "-SHUTDOWN the server is going down; nothing was executed\r\n"))
    }

    /// Notes what was executed and answered.
    private func conclude(_ deed: inout Deed, _ answer: Answer, _ caller: Caller) {
        let reply = answer.reply
        deed.reply = reply
        let isRefused = answer.isRefused
        // An attempt to pay with a brand that is not accepted is refused and kept; no block is.
        deed.isEffective = !isRefused || reply.hasPrefix("-INVALID brand:")
        if !isRefused, let key = repeats.key(of: answer.lines, caller) {
            switch repeats.note(key, answer.lines, answer.keptReply, at: clock.now) {
            case .new: filling.keys.append(key)
            // Where the group comes to nothing, the first one has not.
            case .late: break
            case .repeated: deed.isEffective = false
            case .differs(let first):
                report("idem: \(answer.lines) answered \(reply), and \(first) at first")
            case .reused(let first):
                report("idem: \(answer.lines) was not refused after \(first)")
            }
        }
        if !isRefused { checkRole(answer.lines, caller) }
        filling.deeds.append(deed)
        filling.answers.append(answer)
    }

    /// Nobody does what is not for its role.
    private func checkRole(_ lines: [Line], _ caller: Caller) {
        for line in lines {
            guard let command = engine.table.command(named: Bytes((line.first ?? "").utf8)),
                !command.roles.meet(caller.roles), caller.isAuthenticated || !command.isOpen
            else { continue }
            report("role: \(caller.name) was served \(line)")
        }
    }

    // MARK: - Blocks

    /// Opens a block and queues the lines; answers false when the connection is busy or gone.
    @discardableResult
    func queue(_ lines: [Line], on number: Int) -> Bool {
        guard let session = sessions[number], !isStepping(number), !session.isInBlock else {
            return false
        }
        send(["MULTI"], on: number, 0)
        guard session.isInBlock else { return false }
        for line in lines {
            requestCount += 1
            request.take(line)
            // A refusal spoils the block, which EXEC then tells.
            _ = try? engine.queue(&request, Self.bytes(of: line), session)
        }
        return true
    }

    func sendBlock(_ lines: [Line], on number: Int, _ random: UInt64) {
        guard queue(lines, on: number), let session = sessions[number] else { return }
        do throws(Rejection) {
            let block = try engine.takeBlock(session)
            let script = engine.script(block, session, .resp3)
            guard !isPoisoned else { return refuse(lines, number) }
            writer.reseed(random)
            var reply = ReplyWriter(format: .resp3)
            writer.execute(script, session.caller, &reply)
            var deed = Deed(
                act: .block(script, session.caller), now: clock.now, random: random)
            let answer = Answer(
                connection: number, lines: lines, reply: String(buffer: reply.buffer),
                isBlock: true)
            conclude(&deed, answer, session.caller)
        } catch {
            var reply = ReplyWriter(format: .resp3)
            engine.write(error, nil, to: &reply)
            release(
                Answer(connection: number, lines: lines, reply: String(buffer: reply.buffer)))
        }
    }

    private static func bytes(of line: Line) -> ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeString("*\(line.count)\r\n")
        for word in line { bytes.writeString("$\(word.utf8.count)\r\n\(word)\r\n") }
        return bytes
    }

    /// Does to every connection what a server does when logins ended.
    func review(_ ended: [EndedLogin]) {
        guard !ended.isEmpty else { return }
        for number in sessions.keys.sorted() {
            guard let session = sessions[number] else { continue }
            if case .expelled = engine.review(session, ended) { sessions[number] = nil }
        }
    }
}
