import CPerf
import FoundationEssentials
import Glibc

/// Counts the system calls of a process by their kind, as the kernel's trace points see them.
///
/// Only who may read the kernel's traces can (root, mostly).
final class SystemCallCounter {
    /// How many calls there were of each kind; what is not of these is `others`.
    typealias Counts = [String: UInt64]

    /// What a server of sockets and a log is made of.
    static let kinds = ["epoll_wait", "read", "write", "writev", "futex", "fdatasync"]
    /// The name of all the rest.
    static let others = "others"

    private static let root = "/sys/kernel/tracing/events"
    private static let every = "raw_syscalls/sys_enter"
    private var descriptors: [(kind: String, descriptor: Int32)] = []

    /// Begins to count; throws where that is not allowed.
    init(of pid: pid_t) throws(LoadFailure) {
        let threads = try Self.threads(of: pid)
        let points =
            [(Self.others, Self.every)]
            + Self.kinds.map { ($0, "syscalls/sys_enter_\($0)") }
        for (kind, point) in points {
            let text = TextFile.read("\(Self.root)/\(point)/id").prefix { $0.isNumber }
            guard let number = UInt64(text) else {
                throw LoadFailure(description: "the kernel's trace points cannot be read")
            }
            for thread in threads {
                let descriptor = perf_count_trace_point(number, thread)
                // A thread may have ended since they were listed.
                if descriptor < 0, errno == ESRCH { continue }
                guard descriptor >= 0 else {
                    throw LoadFailure("cannot count system calls", errno: errno)
                }
                descriptors.append((kind, descriptor))
            }
        }
    }

    deinit {
        for (_, descriptor) in descriptors { close(descriptor) }
    }

    /// What was counted since the beginning.
    var counts: Counts {
        var counts: Counts = [:]
        for (kind, descriptor) in descriptors {
            var count: UInt64 = 0
            guard read(descriptor, &count, MemoryLayout<UInt64>.size) == MemoryLayout<UInt64>.size
            else { continue }
            counts[kind, default: 0] += count
        }
        let named = Self.kinds.reduce(0) { $0 + counts[$1, default: 0] }
        counts[Self.others] = counts[Self.others, default: 0] - min(named, counts[Self.others] ?? 0)
        return counts
    }

    private static func threads(of pid: pid_t) throws(LoadFailure) -> [pid_t] {
        let directory = "/proc/\(pid)/task"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard !names.isEmpty else { throw LoadFailure(description: "the process is gone") }
        return names.compactMap { pid_t($0) }
    }
}
