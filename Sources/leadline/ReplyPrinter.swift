import LeadlineClient

/// Prints results on standard output and everything else on standard error.
struct ReplyPrinter {
    /// How results are laid out.
    let formatter: ReplyFormatter

    /// Prints a result, and what is to be said beside it.
    func show(_ reply: Reply) {
        StandardStream.output.write(formatter.render(reply))
        if let note = formatter.note(reply) { StandardStream.error.write("\(note)\n") }
    }

    /// Prints a failure, with the number of the input line it belongs to.
    func complain(_ error: any Error, line: Int? = nil) {
        let place = line.map { "line \($0): " } ?? ""
        let text: String
        switch error {
        case let refusal as ServerError: text = "-\(refusal)"
        default: text = "leadline: \(error)"
        }
        StandardStream.error.write("\(place)\(Cell.escaped(text))\n")
    }
}
