package import LeadlineClient

extension Reply {
    /// The error that it is, or that a command of a block was answered with; nil for a success.
    ///
    /// Of a block that was undone it is the cause, not what became of the others for its sake.
    package var failure: ServerError? {
        switch self {
        case .error(let refusal): return refusal
        case .list(let items):
            let refusals = items.compactMap { item in
                if case .error(let refusal) = item { refusal } else { nil }
            }
            return refusals.first { $0.code != "ABORTED" } ?? refusals.first
        case .status, .integer, .bool, .double, .string, .text, .null, .map: return nil
        }
    }
}
