import ArgumentParser

/// Counts what one command costs, and holds it against its budget.
struct CostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost", abstract: "Count what one LEAD.NEW, LEAD.GET and PING cost.",
        discussion: """
            Runs the engine and its writer over a store in a temporary folder, in this process and \
            on one thread: no socket, no fsync. With --instructions they are counted by valgrind's \
            callgrind in copies of this program; with --served the system calls and the bytes for \
            the disk of a server that syncs each write, as the kernel's trace points see them (for \
            root). What a machine does not let be counted is said.

            Ends with 1 when something costs more than its budget, as it does in a debug build.
            """)

    @Option(help: "Leads to make and measure.")
    var leads = 10_000

    @Option(help: "Leads to read and measure.")
    var gets = 10_000

    @Option(help: "Pings to answer and measure.")
    var pings = 10_000

    @Option(help: "Leads committed at once.")
    var group = Self.groupUsual

    @Flag(help: "Count instructions, too.")
    var instructions = false

    @Flag(help: "Count a server's system calls and bytes, too.")
    var served = false

    @OptionGroup var place: FreshServerOptions

    /// What the budget is for.
    private static let groupUsual = 64

    func validate() throws {
        guard leads > 0, gets >= 0, pings >= 0, group > 0 else {
            throw ValidationError("counts are positive numbers")
        }
    }

    func run() throws {
        try waiting {
            try await FreshServers.with(place) { servers in
                var bounds = try countHere(in: servers.scratch)
                if instructions { bounds += try await countInstructions(in: servers.scratch) }
                if served { bounds += try await countServed(by: servers) }
                // The bounds are for the usual group, and for commands that were measured.
                guard group == Self.groupUsual else { return }
                for bound in bounds { StandardOutput.write(bound.text + "\n") }
                guard bounds.allSatisfy(\.isKept) else { throw ExitCode.failure }
            }
        }
    }

    private func countHere(in scratch: Scratch) throws -> [CostBudget.Bound] {
        let run = try CostRun(directory: scratch.file("cost"))
        defer { run.close() }
        let new = try run.makeLeads(leads, perGroup: group)
        StandardOutput.write(new.text(named: "LEAD.NEW", "\(leads) in groups of \(group)"))
        let get = try run.getLeads(gets)
        StandardOutput.write(get.text(named: "LEAD.GET", "\(gets)"))
        let ping = try run.ping(pings)
        StandardOutput.write(ping.text(named: "PING", "\(pings)"))
        return [new, get, ping].enumerated().map { index, cost in
            let way = cost.allocations(in: .framing) + cost.allocations(in: .matching)
            let name = ["LEAD.NEW", "LEAD.GET", "PING"][index]
            return CostBudget.Bound(
                "\(name) heap allocations of framing, lookup, role, arity", most: 0, Double(way))
        } + CostBudget.bounds(new: new, get: get, ping: ping)
    }

    private func countInstructions(in scratch: Scratch) async throws -> [CostBudget.Bound] {
        do {
            let count = try await InstructionCount.measured(group: group, in: scratch)
            StandardOutput.write(count.text)
            return CostBudget.bounds(count)
        } catch let failure as LoadFailure {
            try Interruption.check()
            StandardOutput.write("instructions were not counted: \(failure)\n")
            return []
        }
    }

    private func countServed(by servers: FreshServers) async throws -> [CostBudget.Bound] {
        let served = try await ServedCost.measured(by: servers)
        StandardOutput.write(served.text)
        return CostBudget.bounds(served)
    }
}
