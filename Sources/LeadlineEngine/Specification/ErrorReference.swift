/// `ERRORS.md`: every error code and what it means.
enum ErrorReference {
    static var text: String {
        var table = MarkdownTable("Code", "Meaning")
        table.rows = ErrorCode.allCases.map { ["`\($0.word)`", $0.meaning] }
        return """
            # Error codes

            \(Specification.notice)
            A failed command is answered `-CODE message`. Programs branch on the code; the message
            is for people and may change. Where a field is at fault, the message starts with its
            name; where a record is in the way, with its id.

            \(table.text)
            """
    }
}
