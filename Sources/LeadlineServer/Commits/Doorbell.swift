import Dispatch
import Synchronization

/// Puts one thread to sleep until another has work for it.
///
/// `asleep` keeps `ring` free of system calls while that thread is busy.
final class Doorbell: Sendable {
    private let asleep = Atomic<Bool>(false)
    private let semaphore = DispatchSemaphore(value: 0)

    /// Wakes the sleeper; call it after the work has been made visible.
    func ring() {
        if asleep.exchange(false, ordering: .sequentiallyConsistent) { semaphore.signal() }
    }

    /// Sleeps until `ring`, unless `isReady` holds already.
    ///
    /// For one thread only.
    func wait(unless isReady: () -> Bool) {
        asleep.store(true, ordering: .sequentiallyConsistent)
        // Without the exchange's success a signal is on its way and has to be taken.
        if isReady(), asleep.exchange(false, ordering: .sequentiallyConsistent) { return }
        semaphore.wait()
    }

    /// The same, but sleeps no longer than that.
    func wait(unless isReady: () -> Bool, atMost patience: Duration) {
        asleep.store(true, ordering: .sequentiallyConsistent)
        if isReady(), asleep.exchange(false, ordering: .sequentiallyConsistent) { return }
        let (seconds, attoseconds) = patience.components
        let nanoseconds = attoseconds / 1_000_000_000
        let end = DispatchTime.now() + .seconds(Int(seconds)) + .nanoseconds(Int(nanoseconds))
        guard semaphore.wait(timeout: end) == .timedOut else { return }
        // Somebody may have rung meanwhile: then the signal is to be taken.
        if !asleep.exchange(false, ordering: .sequentiallyConsistent) { semaphore.wait() }
    }
}
