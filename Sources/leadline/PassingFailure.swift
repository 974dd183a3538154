import LeadlineClient

/// Failures that pass: whoever waits and asks again may be answered.
enum PassingFailure {
    /// Codes of a server that stops, starts, or has told this client too much too fast.
    private static let codes: Set = ["SHUTDOWN", "LOADING", "TRYAGAIN", "RESYNC", "LIMIT"]

    /// Whether an error is one: of the connection, unless it was given up here, or such a code.
    static func contains(_ error: any Error) -> Bool {
        switch error {
        case let failure as ConnectionError: failure.kind != .cancelled
        case let refusal as ServerError: codes.contains(refusal.code)
        case let fault as BulkFault: fault.status == .unavailable || fault.status == .tryAgain
        default: false
        }
    }
}
