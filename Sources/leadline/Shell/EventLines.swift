import LeadlineClient

/// Events as lines of their own, one below the other, as they come.
enum EventLines {
    /// Lays a page out; tables have no heading here, because the next page may be minutes away.
    static func render(_ reply: Reply, _ formatter: ReplyFormatter) -> [UInt8] {
        guard let page = reply.page, formatter.isForEyes else { return formatter.render(reply) }
        let lines = page.rows.map { row -> String in
            let event = Reply.map(row)
            let cell = { (name: String) in event[name].map { Cell.text($0) } ?? "" }
            let columns = [(cell("at"), 20), (cell("seq"), 6), (cell("type"), 20)]
            let padded = columns.map { text, width in
                text + String(repeating: " ", count: max(1, width + 1 - text.count))
            }
            let subject = "\(cell("subject"))  \(cell("actor"))  "
            // The data are JSON already: escapes of JSON are enough for a terminal.
            return padded.joined() + subject + Cell.escaped(event["data"]?.string ?? "")
        }
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }
}
