import LeadlineClient

/// The interactive shell: lines are edited, completed, sent, and their replies laid out for eyes.
final class Shell {
    private let session: ShellSession
    private let destination: Destination
    private let signals: SignalPipe
    private let isStyled: Bool
    private let history: HistoryFile
    private var format: OutputFormat
    private var pager: Pager
    private var isTimed = false
    private var lastList: (line: String, next: String)?
    /// The commands that the rows of the last list show.
    private var offered: [String] = []
    /// Whether commands that destroy are sent without asking.
    private let isUnasked: Bool

    /// A shell on the terminal.
    init(_ destination: Destination, format: OutputFormat, isStyled: Bool, isUnasked: Bool) {
        signals = SignalPipe()
        session = ShellSession(destination, Waiter(signals: signals))
        self.destination = destination
        self.format = format
        self.isStyled = isStyled
        self.isUnasked = isUnasked
        history = HistoryFile { Environment[$0] }
        pager = Pager { Environment[$0] }
    }

    /// Runs until the end of input.
    func run() -> SysExit {
        do throws(BulkFault) {
            try session.connect()
        } catch {
            StandardStream.error.write("leadline: \(Cell.escaped(error.description))\n")
            return error.status
        }
        guard let editor = LineEditor({ [self] in complete($0) }) else {
            StandardStream.error.write("leadline: the terminal cannot be used\n")
            return .unavailable
        }
        for line in history.load() { editor.remember(line) }
        let version = "leadline \(LeadlineClient.version)"
        StandardStream.error.write("\(version); HELP and \\? tell more, Ctrl-D ends\n")
        loop(editor)
        return .ok
    }

    private func loop(_ editor: LineEditor) {
        var last = ""
        var wasInterrupted = false
        while true {
            session.refresh()
            switch editor.read(prompt: styledPrompt) {
            case .end:
                StandardStream.output.write("\n")
                return
            case .interrupted(let wasTyping):
                StandardStream.output.write("^C\n")
                if wasInterrupted, !wasTyping { return }
                wasInterrupted = true
                continue
            case .line(let line):
                wasInterrupted = false
                let command = offered(ShellCommand(line))
                if command == .quit { return }
                if command != .skip, line != last {
                    editor.remember(line)
                    if mayKeep(line) { history.append(line) }
                    last = line
                }
                guard mayRun(command, editor) else { continue }
                run(command)
            }
        }
    }

    private var styledPrompt: String {
        guard isStyled else { return session.prompt }
        // libedit drops what stands between the marks when nothing visible follows it.
        return "\u{1}\u{1B}[1m\u{1}\(session.prompt.dropLast())\u{1}\u{1B}[0m\u{1} "
    }

    /// Whether a line goes into the file: nothing secret or personal, and no leading blank.
    private func mayKeep(_ line: String) -> Bool {
        guard let first = line.first, first != " " else { return false }
        let words = TypedWords(line + " ").whole
        if first == "\\" {
            guard case .watch(_, let command) = ShellCommand(line) else { return true }
            return session.book.mayKeep(TypedWords(command + " ").whole)
        }
        return session.book.mayKeep(words)
    }

    /// What took so long is told without being asked.
    private static let slowSeconds = 0.5

    private static let destructive: Set = [
        "ERASE", "SHUTDOWN", "PARTNER.SUSPEND", "LEAD.TRANSFER", "LEDGER.CLOSE", "USER.DISABLE",
    ]

    private func mayRun(_ command: ShellCommand, _ editor: LineEditor) -> Bool {
        guard case .send(let line) = command, !isUnasked else { return true }
        let words = TypedWords(line + " ").whole
        let name = words.first?.uppercased() ?? ""
        guard Self.destructive.contains(name), !words.contains(where: { $0 == "DRYRUN" }) else {
            return true
        }
        guard case .line(let answer) = editor.read(prompt: "really \(name)? y/N ") else {
            return false
        }
        return ["y", "yes"].contains(answer.lowercased())
    }

    private func run(_ command: ShellCommand) {
        switch command {
        case .skip, .quit: break
        case .send(let line): send(line)
        // It names commands with a backslash, which is not to be doubled.
        case .invalid(let reason): tell("leadline: \(Cell.controlsEscaped(reason))")
        case .help: StandardStream.output.write(ShellCommand.helpText)
        case .output(let format): self.format = format
        case .toggleVertical: format = format == .vertical ? .table : .vertical
        case .toggleTiming:
            isTimed.toggle()
            StandardStream.error.write("timing is \(isTimed ? "on" : "off")\n")
        case .togglePager:
            pager.command = pager.command == nil ? Pager { Environment[$0] }.command : nil
            StandardStream.error.write("pager is \(pager.command == nil ? "off" : "on")\n")
        case .next:
            guard let lastList else { return complain("leadline: no list has a next page") }
            send(lastList.line, after: lastList.next)
        case .watch(let seconds, let line): watch(line, seconds)
        case .follow(let filters): follow(filters)
        // Became the command that it stands for.
        case .act: break
        }
    }

    /// The command of a row in the place of its number, shown as if it had been typed.
    private func offered(_ command: ShellCommand) -> ShellCommand {
        guard case .act(let row) = command else { return command }
        guard offered.indices.contains(row - 1) else {
            let reason =
                offered.isEmpty ? "no list with commands was shown" : "there is no row \(row)"
            return .invalid("\(reason); TODO shows what waits")
        }
        let line = offered[row - 1]
        StandardStream.output.write("\(session.prompt)\(Cell.escaped(line))\n")
        return ShellCommand(line)
    }

    private func send(_ line: String, after: String? = nil) {
        let start = SignalPipe.now
        offered = []
        let place = after.map { " AFTER \($0)" } ?? ""
        do {
            let reply = try session.send(line + place)
            show(reply)
            lastList = reply.page?.next.map { (line, $0) }
        } catch {
            complain("leadline: \(error)")
            lastList = nil
        }
        guard isTimed || SignalPipe.now - start >= Self.slowSeconds else { return }
        let milliseconds = Int((SignalPipe.now - start) * 1_000_000)
        let digits = "00\(milliseconds % 1000)".suffix(3)
        StandardStream.error.write("time: \(milliseconds / 1000).\(digits) ms\n")
    }

    private func show(_ reply: Reply) {
        if case .error(let refusal) = reply { return complain("-\(refusal)") }
        let formatter = formatter
        let actions = OfferedCommands(reply)
        offered = actions.commands
        pager.show(formatter.render(formatter.isForEyes ? actions.numbered : reply))
        if !offered.isEmpty, formatter.isForEyes {
            StandardStream.error.write("\\do N runs the command of row N\n")
        }
        if let note = formatter.note(reply) {
            let more = reply.page?.next == nil ? note : "\(note); \\next reads on"
            StandardStream.error.write("\(more)\n")
        }
    }

    private var formatter: ReplyFormatter {
        ReplyFormatter(format: format, isStyled: isStyled, width: Terminal.outputColumns)
    }

    private func complain(_ text: String) {
        tell(Cell.escaped(text))
    }

    /// Says what is safe to show.
    private func tell(_ text: String) {
        StandardStream.error.write(isStyled ? "\u{1B}[31m\(text)\u{1B}[0m\n" : "\(text)\n")
    }

    private func watch(_ line: String, _ seconds: Double) {
        repeat {
            do {
                let reply = try session.send(line)
                if Terminal.isOutput { StandardStream.output.write("\u{1B}[H\u{1B}[2J") }
                StandardStream.output.write("every \(seconds) s: \(Cell.escaped(line))\n\n")
                if case .error(let refusal) = reply { return complain("-\(refusal)") }
                StandardStream.output.write(formatter.render(reply))
            } catch {
                return complain("leadline: \(error)")
            }
        } while !signals.pause(seconds: seconds)
        StandardStream.output.write("^C\n")
    }

    private func follow(_ filters: [String]) {
        let destination = destination
        let formatter = formatter
        let follower = EventFollower(filters: filters) {
            () async throws(BulkFault) in
            try await destination.connect()
        } show: {
            StandardStream.output.write(EventLines.render($0, formatter))
        } tell: {
            StandardStream.error.write("leadline: \(Cell.escaped($0))\n")
        }
        switch Waiter(signals: signals).wait({ try await follower.run() }) {
        case .value, .timedOut: break
        case .interrupted: StandardStream.output.write("^C\n")
        case .failure(let error): complain("leadline: \(error)")
        }
    }

    private func complete(_ before: String) -> Completion {
        Completing(session.book) { [session] words in session.ask(words) }.complete(before)
    }
}
