import LeadlineClient
import NIOCore
import NIOPosix

/// The open connections to one server, ready for rounds of load.
struct LoadDriver: Sendable {
    private struct Connection: Sendable {
        let channel: any Channel
        let handler: NIOLoopBound<LoadHandler>
    }

    private let group: MultiThreadedEventLoopGroup
    private let connections: [Connection]

    /// Opens all connections, spread over the event loops.
    static func open(_ target: Target, _ options: LoadOptions) async throws -> LoadDriver {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: options.threads)
        var connections: [Connection] = []
        do {
            for index in 0..<options.connections {
                let numbers = Numbers(below: options.random, seed: UInt64(index) << 32)
                connections.append(
                    try await connect(target, group.next(), options.pipeline, numbers))
            }
        } catch {
            // The failure to connect is the one to report.
            try? await group.shutdownGracefully()
            throw ConnectionError(connectingTo: target.host, target.port, error)
        }
        return LoadDriver(group: group, connections: connections)
    }

    private static func connect(
        _ target: Target, _ loop: any EventLoop, _ pipeline: Int, _ numbers: Numbers
    ) async throws -> Connection {
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: target.host, port: target.port).get()
        let handler = try await channel.eventLoop.submit {
            let handler = LoadHandler(pipeline: pipeline, numbers: numbers)
            try channel.pipeline.syncOperations.addHandler(handler)
            return NIOLoopBound(handler, eventLoop: channel.eventLoop)
        }.get()
        return Connection(channel: channel, handler: handler)
    }

    /// Runs one round on all connections and answers what they measured together.
    func run(_ workload: Workload, _ limit: LoadLimit) async throws -> Measurement {
        let start = NIODeadline.now().uptimeNanoseconds
        let budget = LoadBudget(limit, now: start)
        var futures: [EventLoopFuture<LoadRound.Tally>] = []
        for loop in group.makeIterator() {
            let promise = loop.makePromise(of: LoadRound.Tally.self)
            let own = connections.filter { $0.channel.eventLoop === loop }
            futures.append(promise.futureResult)
            loop.execute {
                let round = LoadRound(
                    workload: workload, budget: budget, connections: own.count, promise: promise)
                for connection in own { connection.handler.value.begin(round) }
            }
        }
        var tallies: [LoadRound.Tally] = []
        for future in futures { tallies.append(try await future.get()) }
        let elapsed = NIODeadline.now().uptimeNanoseconds - start
        return Measurement(tallies, seconds: Double(elapsed) / 1e9)
    }

    /// Closes all connections and ends the threads.
    func close() async {
        // Shutting the loops down closes their channels; an error can only say they are closed.
        try? await group.shutdownGracefully()
    }
}
