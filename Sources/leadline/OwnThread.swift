import Glibc

/// A thread for what blocks, so that it holds up none of those that tasks run on.
enum OwnThread {
    /// Does the work on a thread of its own and waits for it.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let job = Job { continuation.resume(returning: work()) }
            var thread = pthread_t()
            let status = pthread_create(
                &thread, nil,
                { raw in
                    if let raw { Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().work() }
                    return nil
                }, Unmanaged.passRetained(job).toOpaque())
            precondition(status == 0, "no thread left")
            pthread_detach(thread)
        }
    }

    private final class Job: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
}
