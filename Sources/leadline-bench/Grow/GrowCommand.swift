import ArgumentParser
import Glibc
import NIOCore

/// Asks one server the same questions at one size after another, to see what grows.
struct GrowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grow", abstract: "Ask the same questions of ever more leads.",
        discussion: """
            Starts a fresh server and fills it to each of --leads in turn, over fifty connections. \
            At each size every question is asked --requests times on one connection, one at a \
            time, and the server is started again after SIGTERM and after SIGKILL. What it wrote \
            to the disk is counted by \
            the system (write_bytes of /proc/PID/io), and set beside the bytes of the entries that \
            it committed (entry_bytes of INFO) and of what a lead is made of.

            A QUESTION is a command line; __rand_int__ in it is the number of a lead. Without one, \
            the usual ones are asked; behind them new leads are made, and \(Scene.words) are \
            played, which adds a few thousand leads at each size.
            """)

    @Option(help: "The sizes, ascending, parted by commas.")
    var leads = "10000,100000,1000000"

    @Option(name: [.customShort("n"), .long], help: "How often each question is asked.")
    var requests = 2000

    @Option(help: "A file for a picture of it, SVG.")
    var svg: String?

    @Flag(help: "Print a table in Markdown.")
    var markdown = false

    @OptionGroup var place: FreshServerOptions

    @Argument(help: "What to ask.")
    var questions: [String] = []

    /// The sizes that were asked for; nil unless they ascend.
    private var sizes: [Int]? {
        let words = leads.split(separator: ",")
        let sizes = words.compactMap { Int($0) }.filter { (1...100_000_000).contains($0) }
        guard sizes.count == words.count, sizes == Array(Set(sizes)).sorted() else { return nil }
        return sizes
    }

    func validate() throws {
        guard sizes != nil else {
            throw ValidationError("--leads are ascending numbers from 1 to 100000000")
        }
        guard requests > 0 else { throw ValidationError("--requests is a positive number") }
    }

    func run() throws {
        try waiting {
            try await FreshServers.with(place) { servers in
                var report = GrowthReport()
                let result: Result<Void, any Error>
                do {
                    result = .success(try await measure(servers, into: &report))
                } catch {
                    result = .failure(error)
                }
                // The sizes that were reached are told also when a larger one was not.
                if !report.sizes.isEmpty {
                    if let svg { try TextFile.write(report.picture, to: svg) }
                    StandardOutput.write(markdown ? report.markdown : report.text)
                }
                try result.get()
            }
        }
    }

    private func measure(
        _ servers: FreshServers, into report: inout GrowthReport
    ) async throws {
        var host = try await servers.startLeadline(at: nil)
        for size in sizes ?? [] {
            var growth = GrowthReport.Size(leads: size)
            growth.filledPerSecond = try await Self.fill(host, to: size)
            note("asking of \(size) leads")
            let asked = questions.isEmpty ? GrowthQuestion.usual : questions.map { .init($0) }
            for question in asked {
                growth.answers.append(try await time(question.workload(leads: size), of: host))
            }
            growth.look(at: host)
            if questions.isEmpty { try await work(host, into: &growth) }
            try await growth.count(host, before: report.sizes.last)
            let count = try await host.leadCount()
            (host, growth.start) = try await servers.restart(host, by: SIGTERM)
            (host, growth.startAfterKill) = try await servers.restart(host, by: SIGKILL)
            guard try await host.leadCount() == count else {
                throw LoadFailure(description: "leads are missing after the restart")
            }
            report.sizes.append(growth)
        }
    }

    /// Leads made between two looks whether the run is to end.
    private static let fillPiece = 50_000

    /// Makes leads until there are so many; answers how many of the last it made a second, 0 where
    /// there were enough.
    @discardableResult
    static func fill(_ host: LeadlineHost, to size: Int) async throws -> Double {
        let count = try await size - host.leadCount()
        guard count > 0 else { return 0 }
        note("filling to \(size) leads")
        let leads = try await LeadWork.prepared(host.target, script: nil)
        let workload = leads.workload(making: .new)
        await leads.close()
        let filling = try await LoadDriver.open(
            host.target, workload, LoadShape(connections: 50, pipeline: 16), LoadStyle())
        var perSecond = 0.0
        for start in stride(from: 0, to: count, by: fillPiece) {
            try Interruption.check()
            let piece = min(fillPiece, count - start)
            let measurement = try await filling.measure(.requests(piece))
            try SideBySide.checkErrors(measurement, of: host.name, .new)
            perSecond = measurement.throughput
        }
        await filling.close()
        return perSecond
    }

    /// What writes: new leads, and a house's day and its parts.
    private func work(_ host: LeadlineHost, into growth: inout GrowthReport.Size) async throws {
        let leads = try await LeadWork.prepared(host.target, script: nil)
        growth.answers.append(try await time(leads.workload(making: .new), of: host))
        await leads.close()
        for scene in Scene.allCases {
            let workload = try await scene.workload(host.target, reads: nil)
            growth.answers.append(try await time(workload, of: host))
        }
    }

    private func time(
        _ workload: Workload, of host: LeadlineHost
    ) async throws -> GrowthReport.Answer {
        try Interruption.check()
        let asking = try await LoadDriver.open(
            host.target, workload, LoadShape(connections: 1, pipeline: 1), LoadStyle())
        // What is measured is the answer, not the first look at the disk.
        _ = try await asking.measure(.requests(max(requests / 10, 1)))
        let timed = try await SideBySide.timed(asking, .requests(requests), pid: host.pid)
        await asking.close()
        return GrowthReport.Answer(question: workload.name, round: timed)
    }
}
