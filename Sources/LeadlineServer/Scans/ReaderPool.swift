import CMalloc
import LeadlineBackup
import LeadlineEngine
import LeadlineStore
import LeadlineWire
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The threads that run scans, so that no event loop waits for the disk.
///
/// Each connection has one scan under way at most, which bounds what is queued here.
final class ReaderPool: Sendable {
    private let threads: NIOThreadPool
    /// Does what takes long and nobody waits for.
    private let chores = NIOThreadPool(numberOfThreads: 1)
    /// Runs what takes long and somebody waits for: one does it, the other refuses a second one.
    private let apart = NIOThreadPool(numberOfThreads: 2)

    /// A pool that has not been started.
    init(threadCount: Int) { threads = NIOThreadPool(numberOfThreads: threadCount) }

    /// Starts the threads.
    func start() {
        threads.start()
        chores.start()
        apart.start()
    }

    /// Ends the threads once the scans that are queued have run; a chore is not waited for.
    func stop() async throws {
        chores.shutdownGracefully { _ in }
        try await apart.shutdownGracefully()
        try await threads.shutdownGracefully()
    }

    /// Has the store's files rewritten, so that none holds what was erased.
    ///
    /// What fails or is cut short is done after the next start.
    func compactErased(_ backend: Backend) {
        listErasures(backend)
        compactWished(backend)
    }

    /// Has the store's files rewritten if somebody wants that.
    private func compactWished(_ backend: Backend) {
        guard backend.engine.store.isCompactionWished else { return }
        chores.submit { state in
            guard state == .active else { return }
            do throws(StoreFault) {
                try backend.engine.store.compactErased()
            } catch {
                backend.logger.error(
                    "files that hold what was erased were not rewritten; the next start does it",
                    metadata: ["error": "\(error)"])
                // Nothing may be written any more; who writes has to know of it now.
                if backend.engine.store.poison != nil { backend.queue.wake() }
            }
        }
    }

    /// Has the list of who was erased, beside the backups, be brought up to date.
    func listErasures(_ backend: Backend) {
        chores.submit { state in
            guard state == .active else { return }
            do throws(BackupFault) {
                try backend.engine.listErasures()
            } catch {
                backend.logger.error(
                    "the list of erasures beside the backups is not up to date",
                    metadata: ["error": "\(error)"])
            }
        }
    }

    /// Gives freed memory back to the system.
    func trimMemory() { threads.submit { _ in malloc_trim(0) } }

    /// Has this thread go on when the others have nothing to do, or rarely: on Linux a process's
    /// number stands for one thread.
    ///
    /// Where the system refuses, it goes on as before.
    private static func makeThreadPatient() {
        _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, apartNiceness)
    }

    /// How much less urgent than a connection's request what nobody waits for by the clock is.
    private static let apartNiceness: Int32 = 10

    /// Runs a scan and hands its outcome to the connection, on the connection's loop.
    func run(
        _ scan: Scan, on backend: Backend, for connection: NIOLoopBound<ConnectionHandler>
    ) {
        let isApart = backend.engine.table.isApart(scan.command)
        (isApart ? apart : threads).submit { _ in
            if isApart { Self.makeThreadPatient() }
            // Read before the scan looks: a commit that comes later counts as news.
            let commits = backend.commits.load(ordering: .sequentiallyConsistent)
            var request = scan.request
            var reply = ReplyWriter(format: scan.format)
            let wait = backend.engine.runRead(
                scan.command, &request, scan.caller, resume: scan.resume,
                isLastTry: scan.isLastTry, &reply)
            if isApart {
                Self.log(backend)
                self.compactWished(backend)
            }
            let outcome: Scan.Outcome
            if let wait, !scan.isLastTry {
                outcome = .waits(wait, seenCommits: commits)
            } else {
                if wait != nil { reply.null() }
                outcome = .answered(reply.buffer)
            }
            connection.eventLoop.execute { connection.value.finish(scan, outcome) }
        }
    }

    /// Tells what became of a backup.
    private static func log(_ backend: Backend) {
        for outcome in backend.engine.backups.takeOutcomes() {
            switch outcome {
            case .taken(let manifest):
                backend.logger.notice(
                    "backup taken",
                    metadata: [
                        "name": "\(manifest.name)", "event": "\(manifest.place.event)",
                        "rows": "\(manifest.rowCount)", "written": "\(manifest.writtenCount)",
                    ])
            case .failed(let name, let fault):
                backend.logger.error(
                    "no backup was taken",
                    metadata: ["name": "\(name)", "error": "\(fault)"])
            }
        }
    }
}
