import FoundationEssentials
import Glibc

/// What processes take of the machine.
enum ProcessUsage {
    /// Seconds of processor time of a process, its children, and those of them that have ended.
    static func seconds(ofTree pid: pid_t) -> Double {
        guard let own = ProcessStatus(pid) else { return 0 }
        let ticks = children(of: pid).reduce(own.ticks + own.childTicks) { $0 + $1.ticks }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Seconds of processor time of this process and of its children that have ended.
    static func ownSeconds() -> Double {
        [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0) { sum, who in
            var usage = rusage()
            getrusage(who.rawValue, &usage)
            return sum + seconds(usage.ru_utime) + seconds(usage.ru_stime)
        }
    }

    /// Bytes in memory of a process and its children; what they share is divided among them.
    static func residentBytes(ofTree pid: pid_t) -> Int {
        var sum = 0
        for pid in [pid] + children(of: pid).map(\.pid) {
            let shared = number("Pss:", in: "/proc/\(pid)/smaps_rollup")
            sum += shared ?? number("VmRSS:", in: "/proc/\(pid)/status") ?? 0
        }
        return sum * 1024
    }

    /// One line of `/proc/PID/status` in bytes; nil when the process is gone.
    static func statusBytes(_ pid: pid_t, _ field: String) -> Int? {
        number(field + ":", in: "/proc/\(pid)/status").map { $0 * 1024 }
    }

    /// Bytes that a process gave the system to write to a disk; 0 where that is not to be seen.
    static func writtenBytes(_ pid: pid_t) -> Int {
        number("write_bytes:", in: "/proc/\(pid)/io") ?? 0
    }

    /// The number behind a field's name.
    private static func number(_ field: String, in path: String) -> Int? {
        for line in TextFile.read(path).split(separator: "\n") where line.hasPrefix(field) {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }

    private static func children(of pid: pid_t) -> [ProcessStatus] {
        // Without /proc there are no figures, which shows.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.compactMap { ProcessStatus($0) }
            .filter { $0.parent == pid }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
