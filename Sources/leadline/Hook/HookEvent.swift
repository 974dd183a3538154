package import LeadlineClient

/// One event, as a program gets it.
package struct HookEvent: Equatable, Sendable {
    /// Its number.
    package let seq: Int64
    /// Its type, such as `lead.created`.
    package let type: String
    /// The id of the record it is about.
    package let subject: String
    /// All of it, as one line of JSON.
    package let json: String

    /// The event of a row of `EVENTS`; nil for a row without a number.
    package init?(_ row: [Reply.Entry]) {
        let event = Reply.map(row)
        guard case .integer(let seq)? = event["seq"] else { return nil }
        self.seq = seq
        type = event["type"]?.string ?? ""
        subject = event["subject"]?.string ?? ""
        json = JSONText.text(event)
    }

    /// The event of a line that was kept because its program failed.
    package init?(line: [UInt8]) {
        guard let value = try? JSONParser.parse(line[...]),
            let seq = value["seq"]?.scalar.flatMap({ Int64($0) })
        else { return nil }
        self.seq = seq
        type = value["type"]?.scalar ?? ""
        subject = value["subject"]?.scalar ?? ""
        json = String(decoding: line, as: UTF8.self)
    }
}
