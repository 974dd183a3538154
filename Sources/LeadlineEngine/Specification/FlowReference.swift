import LeadlineDomain

/// `FLOW.md`: every move of a lead from one status to another.
struct FlowReference {
    let flows: [Flow]

    var text: String {
        "# Flow of a lead\n\n\(Specification.notice)\n"
            + "`open` and `closed` stand for every status of that kind. Where two commands make "
            + "the same move,\n`STATUS` acts as the first. A timer is the stage of the follow-up "
            + "clock that makes the move by itself.\nWhat names no command happens by itself.\n"
            + flows.map(chapter).joined()
    }

    private func chapter(_ flow: Flow) -> String {
        var table = MarkdownTable("From", "To", "By", "Command", "Requires", "Timer")
        table.rows = flow.moves.map { move in
            [
                move.from.word.description, move.to.word.description,
                move.by.members.map { $0.word.description }.joined(separator: " "),
                move.command.map { "`\($0.rawValue)`" } ?? "",
                move.requires.map { "`\($0.rawValue)`" }.joined(separator: " "),
                move.timer?.rawValue ?? "",
            ]
        }
        return "\n## \(flow.direction.word)\n\n\(table.text)"
    }
}
