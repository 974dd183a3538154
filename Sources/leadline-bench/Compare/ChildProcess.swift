package import Glibc
import Synchronization

/// A program that this one started; it writes to a file.
package final class ChildProcess: Sendable {
    /// How long a program may take to be ready: a server with millions of leads may have to replay
    /// its log first, beside whatever else the machine does.
    package static let startMax = Duration.seconds(600)

    /// Its number.
    package let pid: pid_t
    /// The file with what it printed.
    let log: String
    private let name: String
    /// Set once it has ended.
    private let status = Mutex<Int32?>(nil)

    /// Starts a program, found by its path, without input.
    package init(_ program: String, _ arguments: [String], log: String) throws(LoadFailure) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, flags, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // The runtime's threads block signals, and a child would inherit that: no alarm, no end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        // For root the runtime gives its threads another priority than the process has; a child
        // would inherit that, and be measured with it.
        let which = Int32(PRIO_PROCESS.rawValue)
        setpriority(which, 0, getpriority(which, id_t(getpid())))
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, &attributes, words, environ)
        guard code == 0 else { throw LoadFailure("cannot start \(program)", errno: code) }
        pid = started
        self.log = log
        name = program.split(separator: "/").last.map(String.init) ?? program
    }

    /// Its exit status once it has ended; 128 and the signal's number when a signal ended it.
    var exitStatus: Int32? {
        status.withLock { status in
            if let status { return status }
            var word: Int32 = 0
            guard waitpid(pid, &word, WNOHANG) == pid else { return nil }
            let signal = word & 0x7f
            status = signal == 0 ? (word >> 8) & 0xff : 128 + signal
            return status
        }
    }

    /// Waits until it has ended, and throws what it printed last unless it ended with 0.
    func finish() async throws {
        guard try await end() == 0 else { throw failure }
    }

    /// Waits until it has ended; answers its exit status.
    @discardableResult
    func end() async throws -> Int32 {
        while true {
            if let exitStatus { return exitStatus }
            if Interruption.isAsked { await stop(SIGTERM) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Waits until it has printed a whole line that holds the text; answers what follows it there.
    ///
    /// Other lines may come before, such as a server's warnings. Throws what the program printed
    /// last when it ends first, or is not ready in time; it does not run any more then.
    package func line(
        after text: String, within patience: Duration = startMax
    ) async throws -> String {
        do {
            let end = ContinuousClock.now + patience
            while true {
                // Before the look: whoever sleeps may be woken late, and has to look once more.
                let isLate = ContinuousClock.now >= end
                // And so is this: what it printed just before its end is told as its reason.
                guard exitStatus == nil else { throw failure }
                if let rest = Self.rest(of: TextFile.read(log), after: text) { return rest }
                guard !isLate else {
                    throw LoadFailure(
                        description: "\(name) is not ready after \(patience): \(lastWords)")
                }
                try Interruption.check()
                try await Task.sleep(for: .milliseconds(20))
            }
        } catch {
            await stop(SIGTERM)
            throw error
        }
    }

    private static func rest(of printed: String, after text: String) -> String? {
        // What stands behind the last line end is not printed to its end yet.
        for line in printed.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let range = line.firstRange(of: text) { return String(line[range.upperBound...]) }
        }
        return nil
    }

    /// Asks it to end, and kills it when it does not within ten seconds.
    package func stop(_ signal: Int32) async {
        guard exitStatus == nil else { return }
        kill(pid, signal)
        for _ in 0..<1000 where exitStatus == nil {
            // A cancelled sleep only makes the waiting shorter.
            try? await Task.sleep(for: .milliseconds(10))
        }
        guard exitStatus == nil else { return }
        kill(pid, SIGKILL)
        while exitStatus == nil { usleep(1000) }
    }

    /// What it printed last.
    var lastWords: String {
        TextFile.read(log).split(separator: "\n").suffix(3).joined(separator: " / ")
    }

    private var failure: LoadFailure {
        LoadFailure(description: "\(name) ended with status \(exitStatus ?? -1): \(lastWords)")
    }
}
