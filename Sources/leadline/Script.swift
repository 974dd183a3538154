import LeadlineClient

/// Runs the lines of standard input on one connection.
struct Script {
    /// How many commands are under way at once when nothing waits for a reply.
    ///
    /// The server stops reading at 1000 unanswered commands; this stays below it.
    private static let batchCountMax = 500

    /// The connection.
    let client: LeadlineClient
    /// Where replies and failures go.
    let printer: ReplyPrinter

    private struct Tally {
        var line = 0
        var answered = 0
        var refused = 0
        var status = SysExit.ok

        /// Keeps the first failure: that is the one to look at.
        mutating func fail(_ failure: SysExit) {
            if status == .ok { status = failure }
        }
    }

    /// One command after the other, up to the first failure: nothing after it has been sent.
    func runStepwise() async -> SysExit {
        var tally = Tally()
        var reader = LineReader()
        while let lines = reader.next() {
            for line in lines {
                tally.line += 1
                guard await step(InputLine(line), &tally) else {
                    if tally.status != .ok { summarise(tally, ending: "stopped at the failure") }
                    return tally.status
                }
            }
        }
        return tally.status
    }

    /// Commands as fast as they come, on past refusals, with a summary at the end.
    ///
    /// The status is that of the first failure.
    func runPipelined() async -> SysExit {
        var tally = Tally()
        var reader = LineReader()
        var isOpen = true
        while isOpen, let lines = reader.next() {
            var rest = lines[...]
            while isOpen, !rest.isEmpty {
                isOpen = await send(rest.prefix(Self.batchCountMax), &tally)
                rest = rest.dropFirst(Self.batchCountMax)
            }
        }
        summarise(tally, ending: isOpen ? nil : "stopped before the end of input")
        return tally.status
    }

    /// Runs one line; false when no further one is to be run.
    private func step(_ line: InputLine, _ tally: inout Tally) async -> Bool {
        let isLast: Bool
        let text: String
        switch line {
        case .skip: return true
        case .invalid(let reason):
            complain(reason, &tally)
            return false
        case .command(let command): (text, isLast) = (command, false)
        case .quit(let command): (text, isLast) = (command, true)
        }
        do {
            let replies = try await client.sendInline([text])
            show(replies, lines: [tally.line], &tally)
        } catch {
            printer.complain(error, line: tally.line)
            tally.fail(SysExit(error))
        }
        return tally.status == .ok && !isLast
    }

    /// Sends a batch; false when the connection has ended or is about to.
    private func send(
        _ batch: ArraySlice<ArraySlice<UInt8>>, _ tally: inout Tally
    ) async -> Bool {
        var commands: [String] = []
        var numbers: [Int] = []
        var isQuitting = false
        for line in batch where !isQuitting {
            tally.line += 1
            switch InputLine(line) {
            case .skip: continue
            case .invalid(let reason):
                complain(reason, &tally)
                continue
            case .command(let text): commands.append(text)
            case .quit(let text):
                commands.append(text)
                isQuitting = true
            }
            numbers.append(tally.line)
        }
        do {
            show(try await client.sendInline(commands), lines: numbers, &tally)
            return !isQuitting
        } catch {
            let replies = (error as? ConnectionError)?.replies ?? []
            show(replies, lines: numbers, &tally)
            printer.complain(error, line: numbers[replies.count])
            tally.fail(SysExit(error))
            return false
        }
    }

    private func show(_ replies: [Reply], lines: [Int], _ tally: inout Tally) {
        for (reply, line) in zip(replies, lines) {
            tally.answered += 1
            if case .error(let refusal) = reply {
                tally.refused += 1
                tally.fail(SysExit(refusal))
                printer.complain(refusal, line: line)
            } else {
                printer.show(reply)
            }
        }
    }

    private func complain(_ reason: String, _ tally: inout Tally) {
        printer.complain(BadInput(description: "bad input: \(reason)"), line: tally.line)
        tally.fail(.badInput)
    }

    private func summarise(_ tally: Tally, ending: String?) {
        let counts = "\(tally.answered) commands answered, \(tally.refused) refused"
        let tail = ending.map { "; \($0), line \(tally.line)" } ?? ""
        StandardStream.error.write("leadline: \(counts)\(tail)\n")
    }
}

/// A line that is not sent, with the reason.
private struct BadInput: Error, CustomStringConvertible {
    let description: String
}
