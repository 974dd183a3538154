import LeadlineClient
import LeadlineDigest

extension Exporter {
    /// What stands around leads, as members of their lines: `log` the notes, `mail`, `items`,
    /// `attachments` that are links, `touches` and `credit`, each oldest first; nothing of what a
    /// lead has not.
    mutating func surroundings(
        of ids: [String]
    ) async throws(BulkFault) -> [String: [Reply.Entry]] {
        var around: [String: [Reply.Entry]] = [:]
        var further: [(id: String, words: [String])] = []
        var mail: [String: [[Reply.Entry]]] = [:]
        let limit = ["LIMIT", "\(PatientClient.pageRowsMax)"]
        let replies = try await server.ask(
            ids.flatMap { id in
                [
                    ["NOTE", id] + limit, ["MAIL.LIST", id] + limit,
                    ["EVENTS", "OF", id, "COLUMNS", "type,data"] + limit,
                ]
            })
        for (index, id) in ids.enumerated() {
            let own = replies[index * 3..<index * 3 + 3].map { $0.page?.rows ?? [] }
            add("log", own[0].reversed(), to: &around[id, default: []])
            mail[id] = own[1].reversed()
            if let email = own[1].last.flatMap({ Reply.map($0)["email"]?.string }) {
                further.append((id, ["LEAD.FIND", "EMAIL", email, "COLUMNS", "id"] + limit))
            }
            add("touches", Self.touches(own[2]), to: &around[id, default: []])
            let types = Set(own[2].compactMap { Reply.map($0)["type"]?.string })
            if types.contains("item.added") { further.append((id, ["ITEM.LIST", id] + limit)) }
            if types.contains("attachment.added") {
                further.append((id, ["ATTACH.LIST", id] + limit))
            }
            if types.contains("lead.credited") { further.append((id, ["CREDIT", id])) }
        }
        for (question, reply) in zip(further, try await server.ask(further.map(\.words))) {
            let (id, rows) = (question.id, reply.page?.rows ?? [])
            switch question.words[0] {
            case "LEAD.FIND":
                guard let mail = mail[id], bears(mail, id, among: rows) else { continue }
                add("mail", mail, to: &around[id, default: []])
            case "ITEM.LIST": add("items", rows, to: &around[id, default: []])
            case "ATTACH.LIST":
                let links = rows.filter { Reply.map($0)["url"]?.string != nil }
                add("attachments", links.reversed(), to: &around[id, default: []])
            default: add("credit", rows, to: &around[id, default: []])
            }
        }
        return around
    }

    /// Whether a customer's mail is written with this one of its leads: with the first one where
    /// all of them come, else with the first that comes.
    private mutating func bears(
        _ mail: [[Reply.Entry]], _ id: String, among leads: [[Reply.Entry]]
    ) -> Bool {
        guard isCounting else {
            guard let oldest = mail.first else { return false }
            return mailed.insert(Self.digest(of: oldest)).inserted
        }
        let numbers = leads.compactMap { row in
            row.first?.value.string.flatMap { BulkUnit.number(of: $0) }
        }
        return numbers.min() == BulkUnit.number(of: id)
    }

    private func add(_ name: String, _ rows: [[Reply.Entry]], to entries: inout [Reply.Entry]) {
        guard !rows.isEmpty else { return }
        entries.append(Reply.Entry(key: .status(name), value: .list(rows.map { .map($0) })))
    }

    private static func digest(of row: [Reply.Entry]) -> Digest256 {
        Digest256(of: Array(JSONText.text(.map(row)).utf8)[...])
    }

    /// Who touched a lead and when, as its events say.
    private static func touches(_ events: [[Reply.Entry]]) -> [[Reply.Entry]] {
        events.compactMap { event in
            let row = Reply.map(event)
            guard row["type"]?.string == "lead.touched", let text = row["data"]?.string,
                let data = try? JSONParser.parse(Array(text.utf8)[...]),
                let contributor = data["contributor"]?.scalar, let at = data["at"]?.scalar
            else { return nil }
            return [
                Reply.Entry(key: .status("contributor"), value: .status(contributor)),
                Reply.Entry(key: .status("at"), value: .status(at)),
            ]
        }
    }
}
