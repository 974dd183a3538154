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
    /// Whether each line is printed before its reply, comments and blank lines, too.
    var isEchoed = false

    private struct Tally {
        var line = 0
        var answered = 0
        var refused = 0
        var status = SysExit.ok
        /// Whether the connection was lost, which is told once.
        var isLost = false
        /// The line of the `MULTI` whose block is open.
        var blockLine: Int?

        /// Keeps the first failure: that is the one to look at.
        mutating func fail(_ failure: SysExit) {
            if status == .ok { status = failure }
        }

        /// Notes whether a block is open behind the command in this line.
        mutating func note(_ command: some Collection<UInt8>) {
            let word = command.prefix { $0 != UInt8(ascii: " ") }
            guard (4...7).contains(word.count) else { return }
            switch String(decoding: word, as: UTF8.self).uppercased() {
            case "MULTI": blockLine = line
            case "EXEC", "DISCARD": blockLine = nil
            default: break
            }
        }
    }

    /// One command after the other, up to the first failure: nothing after it has been sent.
    func runStepwise() async -> SysExit {
        var tally = Tally()
        var reader = LineReader()
        while let lines = reader.next() {
            for line in lines {
                tally.line += 1
                echo(line)
                guard await step(InputLine(line), &tally) else {
                    end(&tally)
                    if tally.status != .ok { summarise(tally, ending: "stopped at the failure") }
                    return tally.status
                }
            }
        }
        end(&tally)
        return tally.status
    }

    /// Tells of a block that nobody executed: its commands were answered `QUEUED`, and are lost.
    private func end(_ tally: inout Tally) {
        guard let line = tally.blockLine, tally.status == .ok else { return }
        tally.line = line
        complain("the block was never executed, nothing of it has happened", &tally)
    }

    /// Commands as fast as they come, on past refusals, with a summary at the end.
    ///
    /// The status is that of the first failure.
    func runPipelined() async -> SysExit {
        var tally = Tally()
        var reader = LineReader()
        var underWay: [Batch] = []
        var isOpen = true
        while isOpen, let lines = reader.next() {
            var rest = lines[...]
            while isOpen, !rest.isEmpty {
                let batch = send(rest.prefix(Self.batchCountMax), &tally)
                rest = rest.dropFirst(Self.batchCountMax)
                underWay.append(batch)
                isOpen = !batch.isLast
                // One batch is printed while the server works on the other.
                while isOpen, underWay.count > 1 {
                    isOpen = await show(underWay.removeFirst(), &tally)
                }
            }
            // Whoever writes the next line may wait for these replies.
            while isOpen, !underWay.isEmpty, !reader.hasArrived {
                isOpen = await show(underWay.removeFirst(), &tally)
            }
        }
        for batch in underWay { isOpen = await show(batch, &tally) && isOpen }
        end(&tally)
        summarise(tally, ending: isOpen ? nil : "stopped before the end of input")
        return tally.status
    }

    private func echo(_ line: ArraySlice<UInt8>) {
        guard isEchoed, let text = String(validating: line, as: UTF8.self) else { return }
        let shown = text.last == "\r" ? String(text.dropLast()) : text
        let isCommand = !shown.isEmpty && !shown.hasPrefix("#")
        StandardStream.output.write("\(isCommand ? "> " : "")\(Cell.controlsEscaped(shown))\n")
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
        tally.note(text.utf8)
        do {
            let replies = try await client.sendInline([text])
            show(replies, lines: [tally.line], &tally)
        } catch {
            printer.complain(error, line: tally.line)
            tally.fail(SysExit(error))
        }
        return tally.status == .ok && !isLast
    }

    /// Commands that were sent together.
    private struct Batch {
        let replies: PendingReplies
        /// The line of each command.
        let lines: [Int]
        /// Whether the connection ends behind it.
        let isLast: Bool
    }

    /// Sends a batch without waiting for its replies.
    private func send(_ lines: ArraySlice<ArraySlice<UInt8>>, _ tally: inout Tally) -> Batch {
        var commands: [ArraySlice<UInt8>] = []
        var numbers: [Int] = []
        commands.reserveCapacity(lines.count)
        numbers.reserveCapacity(lines.count)
        var isQuitting = false
        for line in lines where !isQuitting {
            tally.line += 1
            if InputLine.isPlain(line) {
                tally.note(line)
                commands.append(line)
            } else {
                switch InputLine(line) {
                case .skip: continue
                case .invalid(let reason):
                    complain(reason, &tally)
                    continue
                case .command(let text):
                    tally.note(text.utf8)
                    commands.append(Array(text.utf8)[...])
                case .quit(let text):
                    commands.append(Array(text.utf8)[...])
                    isQuitting = true
                }
            }
            numbers.append(tally.line)
        }
        return Batch(
            replies: client.beginInline(commands), lines: numbers, isLast: isQuitting)
    }

    /// Waits for a batch and prints it; false when the connection has ended or is about to.
    private func show(_ batch: Batch, _ tally: inout Tally) async -> Bool {
        do {
            show(try await batch.replies.all(), lines: batch.lines, &tally)
            return !batch.isLast
        } catch {
            let failure = error as? ConnectionError
            let replies = failure?.replies ?? []
            show(replies, lines: batch.lines, &tally)
            // Of several batches that were lost together the first tells it.
            if !tally.isLost { printer.complain(error, line: batch.lines[replies.count]) }
            tally.isLost = true
            tally.fail(SysExit(error))
            return false
        }
    }

    private func show(_ replies: [Reply], lines: [Int], _ tally: inout Tally) {
        for reply in replies {
            tally.answered += 1
            if let refusal = reply.failure {
                tally.refused += 1
                tally.fail(SysExit(refusal))
            }
        }
        printer.show(replies, lines: lines)
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
