import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Measures how long a command runs, on the monotonic clock: it never enters what a command
/// decides.
struct Stopwatch: Sendable {
    private let start = Self.nanoseconds

    /// The time since it was made.
    var elapsedNanoseconds: Int { Self.nanoseconds - start }

    private static var nanoseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
