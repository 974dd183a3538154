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
            getrusage(who, &usage)
            return sum + seconds(usage.ru_utime) + seconds(usage.ru_stime)
        }
    }

    /// Bytes in memory of a process and its children; what they share is divided among them.
    static func residentBytes(ofTree pid: pid_t) -> Int {
        ([pid] + children(of: pid).map(\.pid)).reduce(0) { sum, pid in
            sum
                + (kilobytes("Pss:", in: "/proc/\(pid)/smaps_rollup")
                    ?? kilobytes("VmRSS:", in: "/proc/\(pid)/status") ?? 0) * 1024
        }
    }

    /// One line of `/proc/PID/status` in bytes; nil when the process is gone.
    static func statusBytes(_ pid: pid_t, _ field: String) -> Int? {
        kilobytes(field + ":", in: "/proc/\(pid)/status").map { $0 * 1024 }
    }

    private static func kilobytes(_ field: String, in path: String) -> Int? {
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

/// The figures of `/proc/PID/stat` that are wanted here.
struct ProcessStatus: Sendable, Equatable {
    /// Its number.
    let pid: pid_t
    /// Its parent's number.
    let parent: pid_t
    /// Its processor time in clock ticks.
    let ticks: Int
    /// That of its children that have ended and were waited for.
    let childTicks: Int

    /// Reads a process's figures; nil when it is gone.
    init?(_ pid: pid_t) {
        self.init(pid, text: TextFile.read("/proc/\(pid)/stat"))
    }

    /// Reads the file's line; its second word is a name in parentheses that may hold anything.
    init?(_ pid: pid_t, text: String) {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let words = text[end...].split(separator: " ").dropFirst().map(String.init)
        guard words.count > 14, let parent = pid_t(words[1]) else { return nil }
        let times = words[11...14].compactMap { Int($0) }
        guard times.count == 4 else { return nil }
        self.pid = pid
        self.parent = parent
        ticks = times[0] + times[1]
        childTicks = times[2] + times[3]
    }
}
