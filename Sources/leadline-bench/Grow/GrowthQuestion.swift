/// One command that is asked at every size.
package struct GrowthQuestion: Sendable {
    /// The line as it was typed.
    package let text: String
    /// Its words, the number of a lead not filled in.
    package let words: [String]

    /// How many different leads are asked for where a question names one.
    private static let leadCount = 100_000
    private static let place = "__rand_int__"

    /// What must not grow with the leads.
    static let usual =
        [
            "LEAD.GET L__rand_int__", "LEAD.LIST STATUS new", "LEAD.FIND 'ann lee'", "QUEUE",
            "LEAD.LIST SORT updated LIMIT 10", "HISTORY L__rand_int__", "OVERDUE",
        ].map { GrowthQuestion($0) } + reports

    /// Every report that the scene of them asks for.
    private static let reports = SceneLines.reports
        .map { $0.drop { $0 != " " }.dropFirst() }
        .filter { $0.hasPrefix("REPORT ") }
        .map { GrowthQuestion(String($0)) }

    /// Takes a line; an argument with blanks stands in apostrophes.
    package init(_ text: String) {
        self.text = text
        var words: [String] = []
        for (index, part) in text.split(
            separator: "'", omittingEmptySubsequences: false
        ).enumerated() {
            if index.isMultiple(of: 2) {
                words += part.split(separator: " ").map(String.init)
            } else {
                words.append(String(part))
            }
        }
        self.words = words
    }

    /// The requests: evenly over the leads where it names one.
    func workload(leads: Int) -> Workload {
        var requests = RequestSet()
        if text.contains(Self.place) {
            let count = min(leads, Self.leadCount)
            for index in 0..<count {
                let number = String(1 + index * leads / count)
                requests.append(words.map { $0.replacing(Self.place, with: number) })
            }
        } else {
            requests.append(words)
        }
        return Workload(name: text, .anyOf(requests))
    }
}
