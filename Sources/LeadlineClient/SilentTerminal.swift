import Glibc
import Synchronization

/// A terminal that shows nothing of what is typed, and is given back whatever ends the process.
enum SilentTerminal {
    /// Where it is and how it was.
    private struct Held {
        let file: CInt
        var settings: termios
    }

    /// The address of a `Held`, for the handler of signals; 0 while nothing is held.
    private static let held = Atomic<Int>(0)
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Runs `body` meanwhile, by one thread at a time; nil when the file is no terminal.
    static func run<Answer>(on file: CInt, _ body: () -> Answer) -> Answer? {
        var before = termios()
        guard tcgetattr(file, &before) == 0 else { return nil }
        let place = UnsafeMutablePointer<Held>.allocate(capacity: 1)
        place.initialize(to: Held(file: file, settings: before))
        held.store(Int(bitPattern: place), ordering: .sequentiallyConsistent)
        let handlers = signals.map { signal($0, giveBackAndEnd) }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(file, TCSAFLUSH, &silent)
        defer {
            tcsetattr(file, TCSAFLUSH, &before)
            for (number, handler) in zip(signals, handlers) { signal(number, handler) }
            held.store(0, ordering: .sequentiallyConsistent)
            place.deallocate()
        }
        return body()
    }

    /// What the process is told to end by while it asks; only calls that a handler may make.
    private static let giveBackAndEnd: @convention(c) (CInt) -> Void = { number in
        let address = held.load(ordering: .sequentiallyConsistent)
        if let place = UnsafeMutablePointer<Held>(bitPattern: address) {
            tcsetattr(place.pointee.file, TCSANOW, &place.pointee.settings)
            var lineEnd = UInt8(ascii: "\n")
            _ = write(place.pointee.file, &lineEnd, 1)
        }
        _exit(128 + number)
    }
}
