import LeadlineDomain
package import LeadlineWire

/// Which arguments of a request an operator may be shown: MONITOR and SLOWLOG carry command
/// names, ids and sizes, never the values of secret or personal fields (`rules.md` 13).
///
/// Made where somebody looks on; the ordinary way of a request never comes here.
package struct Redaction: Sendable {
    /// What stands in the place of an argument that is not shown.
    package static let mark = Bytes("(redacted)".utf8)

    private let frame: Frame
    private let isShown: [Bool]

    /// Judges a framed request of `command`; it is matched to the declaration anew.
    package init(_ request: inout Request, of command: Command) {
        frame = request.frame
        isShown = request.shownArguments(of: command)
    }

    /// How many arguments there are, with the command's name.
    package var count: Int { frame.count }

    /// The argument at `index`, or the mark in its place.
    package subscript(index: Int) -> Bytes { isShown[index] ? frame[index] : Self.mark }
}

extension Request {
    /// Per argument of the frame, whether it may be shown.
    ///
    /// Of a request that does not fit its declaration nobody knows what is what: only the
    /// command's name is shown.
    fileprivate mutating func shownArguments(of command: Command) -> [Bool] {
        var isShown = [Bool](repeating: false, count: frame.count)
        for index in 0..<min(command.wordCount, frame.count) { isShown[index] = true }
        guard (try? match(command)) != nil else { return isShown }
        for index in command.wordCount..<max(command.wordCount, frame.count) {
            isShown[index] = !CardNumber.appears(in: frame[index])
        }
        for (slot, declared) in command.slots.enumerated() where declared.isSensitive {
            for index in arguments(of: slot) {
                for hidden in index..<index + declared.valueCount { isShown[hidden] = false }
            }
        }
        return isShown
    }
}
