import LeadlineClient
import NIOCore

/// Rounds of `leadline import`: each a file and a process of its own.
struct ImportSource: RoundSource {
    /// How the client spreads it: one connection, eight writes of 200 records under way.
    static let shape = LoadShape(connections: 1, pipeline: 1600)
    /// So many rows are in the file for each second that a round is to take.
    private static let rowsPerSecond = 25_000.0

    private let program: String
    private let target: Target
    private let scratch: Scratch

    /// Gets ready to import into a server.
    init(_ target: Target, in scratch: Scratch) throws(LoadFailure) {
        guard let program = Programs.find("leadline") else {
            throw LoadFailure(description: "there is no leadline to import with: build it")
        }
        self.program = program
        self.target = target
        self.scratch = scratch
    }

    /// Imports one file, from the client's start to its end; each row is as late as the last.
    func measure(_ limit: LoadLimit) async throws -> Measurement {
        let count =
            switch limit {
            case .requests(let count): count
            case .seconds(let seconds): max(1, Int(seconds * Self.rowsPerSecond))
            }
        let run = LeadWork.makeRunText()
        let file = scratch.file("\(run).csv")
        try TextFile.write(LeadWork.table(rows: count, run: run), to: file)
        let start = NIODeadline.now()
        let process = try ChildProcess(program, arguments(file), log: scratch.file("\(run).log"))
        try await process.finish()
        let took = UInt64((NIODeadline.now() - start).nanoseconds)
        guard TextFile.read(process.log).contains(": \(count) created\n") else {
            throw LoadFailure(description: "not every row was created: \(process.lastWords)")
        }
        var tally = LoadTally()
        tally.record(replies: count, nanoseconds: took)
        return Measurement(tally, seconds: Double(took) / 1e9)
    }

    /// Every round is connected anew.
    func close() async {}

    private func arguments(_ file: String) -> [String] {
        let user = target.credentials.map { ["--user", $0.user] } ?? []
        return ["import", "--host", target.host, "--port", "\(target.port)"] + user + [file]
    }
}
