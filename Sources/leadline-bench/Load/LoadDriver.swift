import NIOCore
import NIOPosix

/// Something that puts one server under one load, round by round.
protocol RoundSource: Sendable {
    /// Runs one round.
    func measure(_ limit: LoadLimit) async throws -> Measurement
    /// Ends the connections.
    func close() async
}

/// The open connections to one server, and what is sent on them.
struct LoadDriver: RoundSource {
    /// A thread of its own for a part of the connections: an event loop's, which does nothing else.
    private struct Part: Sendable {
        let thread: any EventLoop
        let load: NIOLoopBound<LoadLoop>
    }

    private let group: MultiThreadedEventLoopGroup
    private let parts: [Part]
    private let workload: Workload
    private let rate: Double?
    /// How far it is, over all its rounds.
    let progress: LoadProgress

    /// Opens all connections, spread over the style's threads.
    static func open(
        _ target: Target, _ workload: Workload, _ shape: LoadShape, _ style: LoadStyle
    ) async throws -> LoadDriver {
        let threads = min(style.threads, shape.connections)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let progress = LoadProgress()
        var parts: [Part] = []
        do {
            for thread in 0..<threads {
                let first = shape.connections * thread / threads
                let count = shape.connections * (thread + 1) / threads - first
                let loop = group.next()
                let load = try await loop.submit {
                    let load = try LoadLoop(
                        target, connections: count, pipeline: shape.pipeline, first: first, style,
                        progress)
                    return NIOLoopBound(load, eventLoop: loop)
                }.get()
                parts.append(Part(thread: loop, load: load))
            }
        } catch {
            // The failure to connect is the one to report.
            try? await group.shutdownGracefully()
            throw error
        }
        return LoadDriver(
            group: group, parts: parts, workload: workload, rate: style.rate, progress: progress)
    }

    func measure(_ limit: LoadLimit) async throws -> Measurement {
        let start = NIODeadline.now().uptimeNanoseconds
        let budget = LoadBudget(limit, now: start)
        let futures = parts.enumerated().map { index, part in
            let schedule = rate.map {
                LoadSchedule(limit, rate: $0, thread: index, of: parts.count, now: start)
            }
            return part.thread.submit { [workload] in
                if let schedule { return try part.load.value.run(workload, schedule) }
                return try part.load.value.run(workload, budget)
            }
        }
        var sum = LoadTally()
        for future in futures { sum.add(try await future.get()) }
        let elapsed = NIODeadline.now().uptimeNanoseconds - start
        return Measurement(sum, seconds: Double(elapsed) / 1e9)
    }

    func close() async {
        // Shutting the loops down closes their channels; an error can only say they are closed.
        try? await group.shutdownGracefully()
    }
}
