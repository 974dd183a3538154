import LeadlineEngine
import NIOCore

/// Which scans an event loop runs itself: those that have little to read, and one longer one while
/// nobody else is ready, for which the way to another thread and back would take as long.
struct LoopLooks {
    /// How many rows each command looked at the last time it was tried.
    private var lastRows: [Int]
    /// Whether a longer scan ran while the present connections were ready.
    private var isBusy = false
    /// Until when nothing is tried that was too long the last time; nil when it may be.
    private var restUntil: NIODeadline?

    /// So long it is: what is tried in vain takes a tenth of the loop at most.
    static let rest = TimeAmount.milliseconds(10)

    /// A loop that has tried none of so many commands.
    init(commandCount: Int) { lastRows = Array(repeating: 0, count: commandCount) }

    /// How many rows the command may look at on the loop; nil when it is to run elsewhere.
    func rowsMax(of command: Int, at now: NIODeadline = .now()) -> Int? {
        let last = lastRows[command]
        if isBusy {
            let most = EngineLimits.shortLookRowsMax
            return last <= most ? most : nil
        }
        if let restUntil, now < restUntil, last > EngineLimits.lookRowsMax { return nil }
        return EngineLimits.lookRowsMax
    }

    /// Notes how many rows a command has looked at; true when `endTick` is to be called once all
    /// connections that are ready have had their turn.
    mutating func note(_ rows: Int, of command: Int, at now: NIODeadline) -> Bool {
        lastRows[command] = rows
        if rows > EngineLimits.lookRowsMax { restUntil = now + Self.rest }
        guard rows > EngineLimits.shortLookRowsMax, !isBusy else { return false }
        isBusy = true
        return true
    }

    /// Others are ready from now on.
    mutating func endTick() { isBusy = false }
}
