/// What becomes of a command between MULTI and EXEC.
package enum BlockRule: Sendable, Equatable {
    /// It is answered `QUEUED` and waits for EXEC.
    case queued
    /// It acts at once: it is about the block itself, or ends it with the connection's state.
    case atOnce
    /// It runs the block: EXEC alone.
    case executes
    /// It is refused, and spoils the block.
    case refused
    /// It is refused where this keyword is given, and queued without it.
    case refusedWith(keyword: String)
}

extension Command {
    /// Throws when this request of the command may not stand between MULTI and EXEC.
    func checkBlockRule(_ request: borrowing Request) throws(Rejection) {
        switch blockRule {
        case .queued, .atOnce, .executes: return
        case .refused:
            throw .syntax("Command not allowed inside a transaction: \(name)")
        case .refusedWith(let keyword):
            guard request.fills(keyword, of: self) else { return }
            throw .syntax("Command not allowed inside a transaction: \(name) with \(keyword)")
        }
    }
}
