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

    /// Prints results in one write; failures are printed where they belong among them.
    func show(_ replies: [Reply], lines: [Int]) {
        var output: [UInt8] = []
        for (reply, line) in zip(replies, lines) {
            let refusal: ServerError? = if case .error(let error) = reply { error } else { nil }
            let note = refusal == nil ? formatter.note(reply) : nil
            if refusal == nil { output += formatter.render(reply) }
            guard refusal != nil || note != nil else { continue }
            StandardStream.output.write(output)
            output.removeAll(keepingCapacity: true)
            if let refusal { complain(refusal, line: line) }
            if let note { StandardStream.error.write("\(note)\n") }
        }
        StandardStream.output.write(output)
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
