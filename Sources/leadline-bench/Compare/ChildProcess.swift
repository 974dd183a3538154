import Glibc
import Synchronization

/// A program that this one started; it writes to a file.
final class ChildProcess: Sendable {
    /// Its number.
    let pid: pid_t
    /// The file with what it printed.
    let log: String
    private let name: String
    /// Set once it has ended.
    private let status = Mutex<Int32?>(nil)

    /// Starts a program, found by its path, without input.
    init(_ program: String, _ arguments: [String], log: String) throws(LoadFailure) {
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
        while exitStatus == nil {
            if Interruption.isAsked { await stop(SIGTERM) }
            try await Task.sleep(for: .milliseconds(5))
        }
        guard exitStatus == 0 else { throw failure }
    }

    /// Waits until what it printed holds the text; throws when it ends before, or after a minute.
    func waitUntilItPrints(_ text: String) async throws -> String {
        for _ in 0..<3000 {
            let printed = TextFile.read(log)
            if printed.contains(text) { return printed }
            guard exitStatus == nil else { throw failure }
            try Interruption.check()
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LoadFailure(description: "\(name) is not ready after a minute")
    }

    /// Asks it to end, and kills it when it does not within ten seconds.
    func stop(_ signal: Int32) async {
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

    private var failure: LoadFailure {
        let last = TextFile.read(log).split(separator: "\n").suffix(3).joined(separator: " / ")
        return LoadFailure(
            description: "\(name) ended with status \(exitStatus ?? -1): \(last)")
    }
}
