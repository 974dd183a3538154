import LeadlineClient

/// Failures that pass: whoever waits and asks again may be answered.
package enum PassingFailure {
    /// Codes of a server that stops, starts, or has told this client too much too fast: nothing
    /// was executed, or the message states the outcome.
    private static let codes: Set = [
        "SHUTDOWN", "LOADING", "TRYAGAIN", "RESYNC", "LIMIT", "TIMEOUT",
    ]

    /// Whether an error reply's code is one of a failure that passes.
    package static func contains(code: String) -> Bool { codes.contains(code) }

    /// The same, or whether it leaves open what became of the command: then only what has a key,
    /// or looks first, may be asked again.
    package static func isOpen(code: String) -> Bool { code == "UNCERTAIN" || contains(code: code) }

    /// Whether an error is one: of the connection, unless it was given up here, or such a code.
    package static func contains(_ error: any Error) -> Bool {
        switch error {
        case let failure as ConnectionError: failure.kind != .cancelled
        case let refusal as ServerError: contains(code: refusal.code)
        case let fault as BulkFault: fault.status == .unavailable || fault.status == .tryAgain
        default: false
        }
    }
}
