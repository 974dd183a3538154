import Glibc
import Synchronization

/// Whether somebody wants the run to end: what was started must be stopped and removed first.
enum Interruption {
    private static let count = Atomic<Int>(0)

    /// Whether it has been asked for.
    static var isAsked: Bool { count.load(ordering: .relaxed) > 0 }

    /// From now on, SIGINT and SIGTERM only ask; the second one ends the process at once.
    static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 {
                    _exit(128 + number)
                }
            }
        }
    }

    /// Throws when it has been asked for.
    static func check() throws(LoadFailure) {
        guard !isAsked else { throw LoadFailure(description: "interrupted") }
    }
}
