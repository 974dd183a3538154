import LeadlineEngine
import NIOCore

/// Which scans an event loop runs itself: those that have little to read, and one longer one while
/// nobody else is ready, for which the way to another thread and back would take as long.
struct LoopLooks {
    /// How much a scan had to do.
    enum Length {
        case short
        /// It may be run on the loop, but not one after the other while others wait.
        case long
        /// It is to be run elsewhere.
        case tooLong

        init(rows: Int, nanoseconds: Int) {
            if rows > EngineLimits.lookRowsMax || nanoseconds >= EngineLimits.lookNanosecondsMax {
                self = .tooLong
            } else {
                self =
                    rows <= EngineLimits.shortLookRowsMax
                        && nanoseconds <= EngineLimits.shortLookNanosecondsMax ? .short : .long
            }
        }
    }

    /// What each command had to do the last time it was tried.
    private var last: [Length]
    /// Whether a longer scan ran while the present connections were ready.
    private var isBusy = false
    /// Until when nothing is tried that was too long the last time; nil when it may be.
    private var restUntil: NIODeadline?

    /// So long it is: what is tried in vain takes a tenth of the loop at most.
    static let rest = TimeAmount.milliseconds(10)

    /// A loop that has tried none of so many commands.
    init(commandCount: Int) { last = Array(repeating: .short, count: commandCount) }

    /// How many rows the command may look at on the loop; nil when it is to run elsewhere.
    func rowsMax(of command: Int, at now: NIODeadline = .now()) -> Int? {
        let last = last[command]
        guard !isBusy else { return last == .short ? EngineLimits.shortLookRowsMax : nil }
        if let restUntil, now < restUntil, last == .tooLong { return nil }
        return EngineLimits.lookRowsMax
    }

    /// Notes what a command had to do; true when `endTick` is to be called once all connections
    /// that are ready have had their turn.
    mutating func note(_ length: Length, of command: Int, at now: NIODeadline) -> Bool {
        last[command] = length
        if length == .tooLong { restUntil = now + Self.rest }
        guard length != .short, !isBusy else { return false }
        isBusy = true
        return true
    }

    /// Others are ready from now on.
    mutating func endTick() { isBusy = false }
}
