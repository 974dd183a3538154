import FoundationEssentials
package import LeadlineClient

extension DashboardModel {
    /// The rows that are asked for where more would not be seen.
    package static let rowsMax = 50

    /// The questions of one reading, in the order in which `take` reads the answers.
    static var standardQuestions: Questions {
        let limit = ["LIMIT", "\(rowsMax)"]
        return Questions([
            ["INFO", "server", "stats", "leads"],
            ["REPORT", "FUNNEL", "COLUMNS", "stage,leads"],
            ["QUEUE", "COLUMNS", "id,score,name,service"] + limit,
            ["OVERDUE", "COLUMNS", "id,stage,due,partner,owner"] + limit,
            ["LEAD.LIST", "STATUS", "open", "SORT", "due", "COLUMNS"]
                + ["due,status,id,partner,owner"] + limit,
            ["TODO", "COLUMNS", "due,what,id"] + limit,
        ])
    }

    /// Reads what the server answered to the questions that were worth asking.
    ///
    /// What the caller may not see is left out.
    package mutating func take(_ answers: [Reply], at: Double) {
        let asked = questions.worthAsking.count
        guard let replies = questions.sort(answers) else { return }
        if let text = replies[0]?.string {
            // With PING and EVENTS the questions are all that the dashboard sends.
            note(InfoSample(text, at: at), own: asked + 2)
        }
        funnel = replies[1]?.page?.rows.map { row in
            let cells = Reply.map(row)
            return Stage(
                name: cells["stage"]?.string.map(Cell.escaped) ?? "",
                leads: cells["leads"].flatMap(Self.integer) ?? 0)
        }
        queue = replies[2]?.page?.rows.map { row in
            let text = Self.reader(row)
            return Waiting(
                id: text("id"), score: text("score"), name: text("name"), service: text("service"))
        }
        deadlines = Self.deadlines([
            (replies[3]?.page, "stage"), (replies[4]?.page, "status"), (replies[5]?.page, "what"),
        ])
        if after == nil, let head = sample?.number("events_seq") {
            after = "\(max(0, head - Int64(Self.eventsMax)))"
        }
    }

    /// What is late and what is due next, each record once, the earliest first.
    ///
    /// Of each page is told which column says what is waited for.
    static func deadlines(_ pages: [(page: Reply.Page?, what: String)]) -> [Deadline]? {
        guard pages.contains(where: { $0.page != nil }) else { return nil }
        var result: [Deadline] = []
        for (page, column) in pages {
            for row in page?.rows ?? [] {
                let text = reader(row)
                guard let due = seconds(text("due")),
                    !result.contains(where: { $0.id == text("id") })
                else { continue }
                let who = [text("partner"), text("owner")].first { !$0.isEmpty } ?? ""
                result.append(Deadline(id: text("id"), what: text(column), who: who, due: due))
            }
        }
        // L9 stands before L10.
        return result.sorted { ($0.due, $0.id.count, $0.id) < ($1.due, $1.id.count, $1.id) }
    }

    /// The cells of a row as text; what is absent is empty.
    private static func reader(_ row: [Reply.Entry]) -> (String) -> String {
        let cells = Reply.map(row)
        return { name in
            guard let cell = cells[name], cell != .null else { return "" }
            return Cell.text(cell)
        }
    }

    private static func integer(_ reply: Reply) -> Int64? {
        guard case .integer(let number) = reply else { return nil }
        return number
    }

    private static func seconds(_ time: String) -> Double? {
        (try? Date(time, strategy: .iso8601))?.timeIntervalSince1970
    }
}
