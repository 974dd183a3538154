import ArgumentParser
import Glibc
import NIOCore

/// Asks one server the same questions at one size after another, to see what grows.
struct GrowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grow", abstract: "Ask the same questions of ever more leads.",
        discussion: """
            Starts a fresh server and fills it to each of --leads in turn. At each size every \
            question is asked --requests times on one connection, one at a time, and the server is \
            started again after SIGTERM and after SIGKILL. What it wrote to the disk is counted by \
            the system (write_bytes of /proc/PID/io), and set beside the bytes of the entries that \
            it committed (entry_bytes of INFO) and of what a lead is made of.

            A QUESTION is a command line; __rand_int__ in it is the number of a lead. Without one, \
            the usual ones are asked.
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
        let questions = questions.isEmpty ? GrowthQuestion.usual : questions.map { .init($0) }
        var host = try await servers.startLeadline(at: nil)
        for size in sizes ?? [] {
            try await Self.fill(host, to: size)
            note("asking of \(size) leads")
            var growth = GrowthReport.Size(leads: size)
            for question in questions {
                try Interruption.check()
                growth.answers.append(try await ask(question, of: host, size))
            }
            try await growth.observe(host, before: report.sizes.last)
            (host, growth.start) = try await servers.restart(host, by: SIGTERM)
            (host, growth.startAfterKill) = try await servers.restart(host, by: SIGKILL)
            guard try await host.leadCount() == size else {
                throw LoadFailure(description: "leads are missing after the restart")
            }
            report.sizes.append(growth)
        }
    }

    /// Leads made between two looks whether the run is to end.
    private static let fillPiece = 50_000

    /// Makes leads until there are so many.
    static func fill(_ host: LeadlineHost, to size: Int) async throws {
        let count = try await size - host.leadCount()
        guard count > 0 else { return }
        note("filling to \(size) leads")
        let leads = try await LeadWork.prepared(host.target, script: nil)
        let workload = leads.workload(making: .new)
        await leads.close()
        let filling = try await LoadDriver.open(
            host.target, workload, LoadShape(connections: 50, pipeline: 16), LoadStyle())
        for start in stride(from: 0, to: count, by: fillPiece) {
            try Interruption.check()
            let piece = min(fillPiece, count - start)
            let measurement = try await filling.measure(.requests(piece))
            try SideBySide.checkErrors(measurement, of: host.name, .new)
        }
        await filling.close()
    }

    private func ask(
        _ question: GrowthQuestion, of host: LeadlineHost, _ size: Int
    ) async throws -> GrowthReport.Answer {
        let asking = try await LoadDriver.open(
            host.target, question.workload(leads: size), LoadShape(connections: 1, pipeline: 1),
            LoadStyle())
        // What is measured is the answer, not the first look at the disk.
        _ = try await asking.measure(.requests(max(requests / 10, 1)))
        let timed = try await SideBySide.timed(asking, .requests(requests), pid: host.pid)
        await asking.close()
        return GrowthReport.Answer(question: question.text, round: timed)
    }
}
