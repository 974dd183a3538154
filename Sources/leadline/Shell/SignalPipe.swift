import CEdit
import Glibc

/// Ctrl-C and changes of the window, as bytes that can be waited for beside other things.
struct SignalPipe {
    /// What to poll.
    let descriptor: CInt

    /// What arrived.
    struct Signals {
        /// Ctrl-C.
        var isInterrupted = false
        /// The window has another size.
        var isResized = false
        /// The process is to end.
        var isEnding = false
    }

    /// Takes over what Ctrl-C does from now on, and what ends the process if `isEnding`.
    init(isEnding: Bool = false) {
        descriptor = isEnding ? edit_signals_ending() : edit_signals()
    }

    /// Takes what has come, and answers whether Ctrl-C was among it.
    func takeInterrupt() -> Bool { take().isInterrupted }

    /// Takes what has come.
    func take() -> Signals {
        var signals = Signals()
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1 {
            switch byte {
            case UInt8(ascii: "i"): signals.isInterrupted = true
            case UInt8(ascii: "w"): signals.isResized = true
            default: signals.isEnding = true
            }
        }
        return signals
    }

    /// Waits; true when Ctrl-C came first.
    func pause(seconds: Double) -> Bool {
        var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let end = Self.now + seconds
        while Self.now < end {
            let milliseconds = CInt(max(1, (end - Self.now) * 1000))
            if poll(&file, 1, milliseconds) > 0, takeInterrupt() { return true }
        }
        return false
    }

    /// Seconds on a clock that only goes forward.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
