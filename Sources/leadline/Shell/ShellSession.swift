import LeadlineClient

/// The shell's connection: made again when it is lost, with what the prompt has to know.
final class ShellSession {
    private static let quickSeconds = 1.0

    private let destination: Destination
    private let waiter: Waiter
    private var client: LeadlineClient?
    private var isBookAsked = false

    /// The commands of the server.
    private(set) var book = CommandBook()
    /// Who is logged in.
    private(set) var user = "?"
    /// How many commands the open block holds; nil without one.
    private(set) var blockCount: Int?
    /// How much waits for the caller; nil where the server does not say.
    private(set) var tasks: Int?

    /// A session that is not connected yet.
    init(_ destination: Destination, _ waiter: Waiter) {
        self.destination = destination
        self.waiter = waiter
    }

    /// Whether there is a connection, as far as is known.
    var isConnected: Bool { client != nil }

    /// The prompt.
    var prompt: String {
        let place = "\(destination.host):\(destination.port)"
        guard isConnected else { return "leadline (not connected)> " }
        let tasks = tasks.map { $0 > 0 ? " [\($0) to do]" : "" } ?? ""
        let block = blockCount.map { " (block of \($0))" } ?? ""
        return "\(user)@\(place)\(tasks)\(block)> "
    }

    /// Connects if there is no connection; the fault says why not.
    func connect() throws(BulkFault) {
        guard client == nil else { return }
        let destination = destination
        switch waiter.wait({ try await destination.connect() }) {
        case .value(let client): self.client = client
        case .failure(let fault as BulkFault): throw fault
        case .failure(let error): throw BulkFault("\(error)", status: .unavailable)
        case .interrupted, .timedOut: throw BulkFault("interrupted", status: .interrupted)
        }
        blockCount = nil
        learn()
    }

    /// Sends a line and answers its reply, also when that is a refusal.
    func send(_ line: String) throws -> Reply {
        try connect()
        guard let client else { throw BulkFault("not connected", status: .unavailable) }
        switch waiter.wait({ try await client.sendInline([line]) }) {
        case .value(let replies):
            let reply = replies.first ?? .null
            note(line, reply)
            return reply
        case .failure(let error):
            drop()
            throw error
        case .interrupted, .timedOut:
            // The reply may be long in coming, and everything behind it would wait.
            drop()
            throw BulkFault(
                "interrupted; the command may or may not have been executed", status: .interrupted)
        }
    }

    /// Asks something beside what is typed; nil where it is not answered at once.
    func ask(_ words: [String]) -> Reply? {
        guard let client, blockCount == nil else { return nil }
        let end = waiter.wait(seconds: Self.quickSeconds) { try await client.send(words) }
        guard case .value(let reply) = end else { return nil }
        return reply
    }

    /// Does longer work on the connection, until it ends or Ctrl-C comes.
    func work(
        _ work: @escaping @Sendable (LeadlineClient) async throws -> Void
    ) throws {
        try connect()
        guard let client else { return }
        switch waiter.wait({ try await work(client) }) {
        case .value: break
        case .failure(let error):
            drop()
            throw error
        case .interrupted, .timedOut: drop()
        }
    }

    /// Looks again what waits for the caller, where the server can tell.
    func refresh() {
        guard blockCount == nil, book.command(["TODO"]) != nil else { return }
        let page = ask(["TODO", "COLUMNS", "id"])?.page
        tasks = page?.rows.count
    }

    private func learn() {
        if let docs = ask(["COMMAND", "DOCS"]) { book = CommandBook(docs) }
        user = ask(["WHOAMI"])?["user"]?.string ?? "?"
    }

    private func drop() {
        guard let client else { return }
        self.client = nil
        blockCount = nil
        // Nobody waits for the end of a connection that is of no use any more.
        Task { await client.close() }
    }

    /// Keeps what the prompt shows.
    private func note(_ line: String, _ reply: Reply) {
        let command = TypedWords(line + " ").whole.first?.uppercased() ?? ""
        if case .error = reply {
            if command == "EXEC" { blockCount = nil }
            return
        }
        switch command {
        case "MULTI": blockCount = 0
        case "EXEC", "DISCARD": blockCount = nil
        case "AUTH", "HELLO", "USER.NEW": user = ask(["WHOAMI"])?["user"]?.string ?? user
        default: if reply == .status("QUEUED") { blockCount = (blockCount ?? 0) + 1 }
        }
    }
}
