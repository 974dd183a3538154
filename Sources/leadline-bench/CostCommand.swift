import ArgumentParser
import FoundationEssentials

/// Counts what one command costs, in this process and on this thread: no socket, no fsync.
struct CostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost", abstract: "Count what one LEAD.NEW, LEAD.GET and PING cost.",
        discussion: """
            Runs the engine and its writer over a store in a temporary folder. Instructions are \
            counted from outside: under callgrind, two runs that differ in --leads, --gets or \
            --pings differ by those commands alone. Ends with 1 when framing, lookup, role or \
            arity took memory from the heap, as they do in a debug build.
            """)

    @Option(help: "Leads to make and measure.")
    var leads = 10_000

    @Option(help: "Leads to read and measure.")
    var gets = 10_000

    @Option(help: "Pings to answer and measure.")
    var pings = 10_000

    @Option(help: "Leads committed at once.")
    var group = 64

    func validate() throws {
        guard leads > 0, gets >= 0, pings >= 0, group > 0 else {
            throw ValidationError("counts are positive numbers")
        }
    }

    func run() throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "leadline-cost-\(UUID().uuidString)").path
        defer {
            // A folder that stays behind in the temporary one spoils no figure.
            try? FileManager.default.removeItem(atPath: directory)
        }
        let run = try CostRun(directory: directory)
        defer { run.close() }
        let new = try run.makeLeads(leads, perGroup: group)
        StandardOutput.write(new.text(named: "LEAD.NEW", "\(leads) in groups of \(group)"))
        let get = try run.getLeads(gets)
        StandardOutput.write(get.text(named: "LEAD.GET", "\(gets)"))
        let ping = try run.ping(pings)
        StandardOutput.write(ping.text(named: "PING", "\(pings)"))
        guard new.isMatchedWithoutHeap, ping.isMatchedWithoutHeap, get.isMatchedWithoutHeap else {
            throw ExitCode.failure
        }
    }
}
