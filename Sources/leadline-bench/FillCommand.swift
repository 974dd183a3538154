import ArgumentParser
import NIOCore

/// Fills a server with leads, reads them at random, and reports what it takes.
struct FillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Fill a server with leads and report memory and rates.",
        discussion: """
            Starts a fresh server, makes --leads leads (50 connections, 16 in the pipe, or as -c \
            and -P say), then reads any of them at random for --seconds, one at a time and in \
            pipes. With --port a server is filled that runs already and is empty.
            """)

    @OptionGroup var load: LoadOptions

    @Option(help: "How many leads.")
    var leads = 1_000_000

    @OptionGroup var place: FreshServerOptions

    func validate() throws {
        guard (1...100_000_000).contains(leads) else {
            throw ValidationError("--leads is a number from 1 to 100000000")
        }
        guard !load.csv else { throw ValidationError("--csv is not for this") }
    }

    func run() throws {
        try waiting {
            try await FreshServers.with(place) { servers in
                let target = load.port == nil ? nil : try load.target()
                let host = try await servers.startLeadline(at: target)
                guard try await host.leadCount() == 0 else {
                    throw LoadFailure(description: "the server is not empty")
                }
                let report = try await measure(host)
                StandardOutput.write(load.json ? report.json : report.text)
            }
        }
    }

    private func measure(_ host: LeadlineHost) async throws -> FillReport {
        var report = FillReport(leads: leads)
        let shape = LoadShape(
            connections: load.connections ?? 50, pipeline: load.pipeline ?? 16)
        let filling = try await host.source(.new, shape, load)
        for tenth in 1...10 {
            try Interruption.check()
            let count = leads * tenth / 10 - leads * (tenth - 1) / 10
            guard count > 0 else { continue }
            let timed = try await SideBySide.timed(filling, .requests(count), pid: host.pid)
            try SideBySide.checkErrors(timed.measurement, of: host.name, .new)
            report.fills.append(timed)
            report.residentBytes.append(ProcessUsage.residentBytes(ofTree: host.pid))
            note("\(leads * tenth / 10) leads")
        }
        await filling.close()
        let found = try await host.leadCount()
        guard found == leads else {
            throw LoadFailure(description: "answered \(leads) leads, found \(found)")
        }
        for shape in load.shapes {
            let reading = try await host.readSource(ofFirst: leads, shape, load)
            if load.warmup > 0 { _ = try await reading.measure(.seconds(load.warmup)) }
            let timed = try await SideBySide.timed(reading, load.limit, pid: host.pid)
            try SideBySide.checkErrors(timed.measurement, of: host.name, .get)
            await reading.close()
            report.reads.append((shape, timed))
        }
        report.observe(host)
        return report
    }
}
