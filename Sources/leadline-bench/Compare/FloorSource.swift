import Glibc
import LeadlineStore
import NIOCore
import NIOPosix

/// Rounds of writing recorded groups one after the other, by whatever means.
struct FloorSource: RoundSource {
    /// Where groups go; confined to one thread at a time.
    protocol Sink: AnyObject {
        /// Writes one group and syncs it.
        func write(_ entry: Entry) throws
        /// Begins anew with nothing, after the last group of the recording.
        func restart() throws
        /// Ends it.
        func close()
    }

    private let recording: Recording
    private let loop: any EventLoop
    private let state: NIOLoopBoundBox<(sink: any Sink, next: Int)>

    /// Writes the recording to a sink that was made for it.
    init(_ recording: Recording, _ sink: @escaping @Sendable () throws -> any Sink) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.recording = recording
        self.loop = loop
        state = try await loop.submit {
            NIOLoopBoundBox((sink: try sink(), next: 0), eventLoop: loop)
        }.get()
    }

    func measure(_ limit: LoadLimit) async throws -> Measurement {
        guard case .seconds(let seconds) = limit else {
            throw LoadFailure(description: "floors are measured by time")
        }
        return try await loop.submit { [state, recording] in
            try Self.measure(recording, &state.value, seconds)
        }.get()
    }

    func close() async {
        // What cannot be closed goes with the process.
        try? await loop.submit { [state] in state.value.sink.close() }.get()
    }

    /// Writes for so long; beginning anew does not count.
    private static func measure(
        _ recording: Recording, _ state: inout (sink: any Sink, next: Int), _ seconds: Double
    ) throws -> Measurement {
        var tally = LoadTally()
        var spent: UInt64 = 0
        while Double(spent) < seconds * 1e9 {
            if state.next == recording.groups.count {
                try state.sink.restart()
                state.next = 0
            }
            let group = recording.groups[state.next]
            let start = NIODeadline.now().uptimeNanoseconds
            try state.sink.write(group.entry)
            let took = NIODeadline.now().uptimeNanoseconds - start
            spent += took
            state.next += 1
            tally.record(replies: group.leads, nanoseconds: took)
        }
        return Measurement(tally, seconds: Double(spent) / 1e9)
    }
}

/// LevelDB with the server's own options, and nothing around it.
final class BareDatabaseSink: FloorSource.Sink {
    private let scratch: Scratch
    private var database: BareDatabase

    /// Begins with an empty database in the scratch directory.
    init(in scratch: Scratch) throws {
        self.scratch = scratch
        database = try Self.fresh(scratch)
    }

    func write(_ entry: Entry) throws { try database.write(entry) }

    func restart() throws {
        database.close()
        database = try Self.fresh(scratch)
    }

    func close() { database.close() }

    private static func fresh(_ scratch: Scratch) throws -> BareDatabase {
        try BareDatabase(path: scratch.file("leveldb-\(UInt64.random(in: 0..<(1 << 40)))"))
    }
}

/// A file that grows by the bytes of each group and is synced behind it.
final class SyncedFileSink: FloorSource.Sink {
    private let descriptor: Int32

    /// Begins with an empty file in the scratch directory.
    init(in scratch: Scratch) throws {
        let path = scratch.file("synced-\(UInt64.random(in: 0..<(1 << 40)))")
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LoadFailure("cannot make \(path)", errno: errno) }
    }

    func write(_ entry: Entry) throws {
        let count = entry.body.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == entry.body.count, fdatasync(descriptor) == 0 else {
            throw LoadFailure("cannot write and sync", errno: errno)
        }
    }

    func restart() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw LoadFailure("cannot begin the file anew", errno: errno)
        }
    }

    func close() { Glibc.close(descriptor) }
}
