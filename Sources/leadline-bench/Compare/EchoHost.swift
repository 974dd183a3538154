import Glibc

/// The bare loopback: a process that answers each request with as many bytes as Leadline does, and
/// does nothing else.
struct EchoHost: ComparedServer {
    let name = "loopback alone"
    let works = Work.ofRequests
    let holdsLeads = false
    let directory: String? = nil
    /// An id's digits and what stands around them.
    private static let newReplyBytes = 13
    private static let complaint = "cannot learn how long a reply is"

    private let process: ChildProcess
    private let target: Target
    private let subject: Target

    var pid: pid_t { process.pid }

    /// Starts the process; requests and the sizes of replies are those of the server at `subject`.
    static func start(beside subject: Target, in scratch: Scratch) async throws -> EchoHost {
        let process = try ChildProcess(
            "/proc/self/exe", [EchoCommand.name], log: scratch.file("echo.log"))
        let printed = try await process.line(after: "")
        guard let port = Int(printed.prefix { $0.isNumber }) else {
            await process.stop(SIGTERM)
            throw LoadFailure(description: "the echo did not say where it listens")
        }
        return EchoHost(
            process: process, target: Target(kind: .leadline, host: "127.0.0.1", port: port),
            subject: subject)
    }

    func version() async throws -> String { "" }

    func durability() async throws -> String { "none" }

    func leadCount() async throws -> Int { 0 }

    func entriesPerLead() async throws -> EntryCount { EntryCount(alone: 0) }

    func source(_ work: Work, _ shape: LoadShape, _ options: LoadOptions) async throws
        -> any RoundSource
    {
        let leads = try await LeadWork.prepared(subject, script: nil)
        let workload =
            work == .new ? leads.workload(making: .new) : Self.workload(work, subject.dialect)
        await leads.close()
        let bytes = work == .new ? Self.newReplyBytes : try replyBytes(work)
        try Self.ask(target, [EchoServer.sizeWord, "\(bytes)"])
        return try await LoadDriver.open(target, workload, shape, options.style)
    }

    func stop() async { await process.stop(SIGTERM) }

    /// Requests as long as Leadline's.
    private static func workload(_ work: Work, _ dialect: Dialect) -> Workload {
        let words = work.leadlineWords
        let isOfLead = [.get, .status, .find].contains(work)
        return Workload(
            name: work.rawValue,
            .template(CommandTemplate(isOfLead ? words + ["L__rand_int__"] : words, dialect)))
    }

    /// How long the server's reply is.
    private func replyBytes(_ work: Work) throws -> Int {
        switch work {
        case .get, .status: try Self.ask(subject, work.leadlineWords + ["L1"])
        case .find: try Self.ask(subject, work.leadlineWords + ["ann", "LIMIT", "1"])
        default: try Self.ask(subject, work.leadlineWords)
        }
    }

    @discardableResult
    private static func ask(_ target: Target, _ words: [String]) throws(LoadFailure) -> Int {
        let socket = try LoadSocket.connect(target)
        defer { socket.close() }
        try socket.introduce(to: target)
        var counter = ReplyCounter(target.dialect)
        return try socket.exchange(words, target.dialect, &counter, complaint)
    }
}
