package import LeadlineClient

/// Which values a kind of argument can have, as the server tells.
package struct ValueSource: Sendable {
    /// Keywords that name what their values are, although their type is text.
    package static let kinds: Set = [
        "owner", "manager", "user", "submitter", "service", "partner", "parent", "referrer",
        "lead", "from", "payee",
    ]

    private static let countMax = 50

    /// What to ask the server for, and how to read it: the value and what to show beside it.
    package struct Question: Equatable, Sendable {
        /// The command.
        package let words: [String]
        /// The column that is typed.
        package let value: String
        /// The column that tells people what it is.
        package let label: String?
    }

    /// The question for values of a kind that begin with a text; nil where nobody knows.
    package static func question(_ kind: String, _ prefix: String) -> Question? {
        let limit = ["LIMIT", "\(countMax)"]
        let isID = prefix.isEmpty || prefix.dropFirst().allSatisfy(\.isNumber)
        switch kind {
        case "partner", "payee", "parent", "partner,…", "payee,…", "referrer":
            let name = isID ? [] : ["NAME", prefix]
            return Question(
                words: ["PARTNER.LIST", "COLUMNS", "id,name"] + name + limit, value: "id",
                label: "name")
        case "lead", "from":
            let name = isID ? [] : ["NAME", prefix]
            return Question(
                words: ["LEAD.LIST", "COLUMNS", "id,name,company,status"] + name + limit,
                value: "id", label: "name")
        case "owner", "manager", "user", "submitter":
            return Question(
                words: ["USER.LIST", "COLUMNS", "name,role"] + limit, value: "name", label: "role")
        case "service":
            return Question(words: ["SERVICE.LIST"] + limit, value: "name", label: "text")
        default: return nil
        }
    }

    /// The values of a page, each with its label.
    package static func values(_ page: Reply.Page, _ question: Question) -> [(String, String)] {
        page.rows.compactMap { row in
            let cells = Reply.map(row)
            guard let value = cells[question.value]?.string else { return nil }
            return (value, question.label.flatMap { cells[$0]?.string } ?? "")
        }
    }
}
