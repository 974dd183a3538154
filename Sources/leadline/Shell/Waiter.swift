import Glibc
import Synchronization

/// Waits on the shell's own thread for work that runs elsewhere.
///
/// The line editor blocks its thread, so the shell is written without `async` and meets the
/// connection here; Ctrl-C ends the wait.
struct Waiter {
    /// How a wait ended.
    enum End<Value: Sendable> {
        /// With what the work answered.
        case value(Value)
        /// With its error.
        case failure(any Error)
        /// By Ctrl-C; the work was cancelled.
        case interrupted
        /// After the given time; the work was cancelled.
        case timedOut
    }

    /// Where Ctrl-C arrives.
    let signals: SignalPipe

    /// Does the work and waits for it.
    func wait<Value: Sendable>(
        seconds: Double? = nil, _ work: @escaping @Sendable () async throws -> Value
    ) -> End<Value> {
        let box = Box<Value>()
        let task = Task {
            do {
                box.put(.success(try await work()))
            } catch {
                box.put(.failure(error))
            }
        }
        let end = seconds.map { SignalPipe.now + $0 }
        var files = [
            pollfd(fd: box.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let rest = end.map { CInt(max(0, ($0 - SignalPipe.now) * 1000)) } ?? -1
            let count = poll(&files, 2, rest)
            if files[0].revents != 0, count > 0 { break }
            let isInterrupted = count > 0 && signals.takeInterrupt()
            guard isInterrupted || count == 0 else { continue }
            task.cancel()
            return isInterrupted ? .interrupted : .timedOut
        }
        switch box.take() {
        case .success(let value)?: return .value(value)
        case .failure(let error)?: return .failure(error)
        case nil: return .interrupted
        }
    }

    /// A result, and a pipe that becomes readable with it.
    private final class Box<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        let readEnd: CInt
        private let writeEnd: CInt

        init() {
            var ends: [CInt] = [-1, -1]
            let status = pipe(&ends)
            precondition(status == 0, "no descriptor left for a pipe")
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (readEnd, writeEnd) = (ends[0], ends[1])
        }

        deinit {
            close(readEnd)
            close(writeEnd)
        }

        func put(_ value: Result<Value, any Error>) {
            result.withLock { $0 = value }
            var byte: UInt8 = 1
            _ = write(writeEnd, &byte, 1)
        }

        func take() -> Result<Value, any Error>? { result.withLock { $0 } }
    }
}
