package import Glibc

/// The figures of `/proc/PID/stat` that are wanted here.
package struct ProcessStatus: Sendable, Equatable {
    /// Its number.
    package let pid: pid_t
    /// Its parent's number.
    package let parent: pid_t
    /// Its processor time in clock ticks.
    package let ticks: Int
    /// That of its children that have ended and were waited for.
    package let childTicks: Int

    /// Reads a process's figures; nil when it is gone.
    package init?(_ pid: pid_t) {
        self.init(pid, text: TextFile.read("/proc/\(pid)/stat"))
    }

    /// Reads the file's line; its second word is a name in parentheses that may hold anything.
    package init?(_ pid: pid_t, text: String) {
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
