import FoundationEssentials
import Glibc

/// Rounds of PostgreSQL's own load generator, each a process of its own.
struct PgbenchSource: RoundSource {
    /// Until connections are open, statements prepared and caches warm, nothing counts.
    private static let leadInSeconds = 0.5
    /// What opening a connection may take of pgbench's time, which counts from its start.
    private static let connectSeconds = 0.04

    let program: String
    let port: Int
    let account: String
    let script: String
    let shape: LoadShape
    let keyspace: Int
    let scratch: Scratch

    /// The script for so many requests at once: all are sent before any reply is read.
    static func piped(_ script: String, _ pipeline: Int) -> String {
        guard pipeline > 1 else { return script }
        let body = String(repeating: script, count: pipeline)
        return "\\startpipeline\n" + body + "\\endpipeline\n"
    }

    func measure(_ limit: LoadLimit) async throws -> Measurement {
        guard case .seconds(let seconds) = limit else {
            throw LoadFailure(description: "pgbench is measured by time")
        }
        let directory = try scratch.directory("pgbench-\(UInt64.random(in: 0..<(1 << 40)))")
        let prefix = "\(directory)/log"
        let process = try ChildProcess(
            program,
            arguments(
                seconds + Self.leadInSeconds + Self.connectSeconds * Double(shape.connections),
                prefix: prefix),
            log: "\(directory)/output")
        try await process.finish()
        let failed = TextFile.read(process.log).firstRange(of: "number of failed transactions: 0")
        guard failed != nil else {
            throw LoadFailure(description: "pgbench counts failed transactions")
        }
        var log = PgbenchLog()
        for name in try FileManager.default.contentsOfDirectory(atPath: directory)
        where name.hasPrefix("log.") {
            guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
                continue
            }
            log.read([UInt8](bytes))
        }
        // Nothing of it is needed any more; the whole scratch is removed in the end.
        try? FileManager.default.removeItem(atPath: directory)
        return log.measurement(
            after: Self.leadInSeconds, seconds: seconds, perTransaction: shape.pipeline)
    }

    /// Every round is connected anew.
    func close() async {}

    private func arguments(_ seconds: Double, prefix: String) -> [String] {
        let constant = LeadWork.Constant.self
        let variables = [
            "n=0", "run=\(LeadWork.makeRunText())", "keyspace=\(keyspace)",
            "name=\(constant.name)", "service=\(constant.service)", "zip=\(constant.zip)",
            "notes=\(constant.notes)",
        ]
        return [
            "-n", "-M", "prepared", "-h", "127.0.0.1", "-p", "\(port)", "-U", account, "-c",
            "\(shape.connections)", "-j", shape.connections > 1 ? "2" : "1", "-T",
            "\(Int(seconds.rounded(.up)))", "-f", script, "-l", "--log-prefix", prefix,
        ] + variables.flatMap { ["-D", $0] } + ["postgres"]
    }
}
