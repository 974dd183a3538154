import NIOCore

/// What is sent: commands drawn at random from weighted groups.
struct Workload: Sendable {
    /// Requests of one kind.
    enum Source: Sendable {
        /// One command with its numbers.
        case template(CommandTemplate)
        /// One of these, at least one, each as likely.
        case anyOf(RequestSet)
        /// One of these, at least one, each as likely, with its numbers.
        case anyTemplate([CommandTemplate])
    }

    /// One kind of requests, and how often it is drawn, relative to the others.
    typealias Group = (weight: Int, source: Source)

    /// How reports name it.
    let name: String
    private let groups: [Group]
    private let weightSum: Int

    /// Combines groups, at least one, of positive weights.
    init(name: String, groups: [Group]) {
        self.name = name
        self.groups = groups
        weightSum = groups.reduce(0) { $0 + $1.weight }
    }

    /// Makes a workload of one kind.
    init(name: String, _ source: Source) { self.init(name: name, groups: [(1, source)]) }

    /// Whether every request is the same.
    var isConstant: Bool {
        guard groups.count == 1 else { return false }
        switch groups[0].source {
        case .template(let template): return template.isConstant
        case .anyOf(let requests): return requests.count == 1
        case .anyTemplate: return false
        }
    }

    /// Appends the next request to the buffer, or several that belong together; answers how many.
    func writeNext(to buffer: inout ByteBuffer, _ numbers: inout Numbers) -> Int {
        switch groups[drawn(&numbers)].source {
        case .template(let template):
            template.write(to: &buffer, &numbers)
            return template.commandCount
        case .anyOf(let requests):
            requests.write(numbers.index(below: requests.count), to: &buffer)
            return 1
        case .anyTemplate(let templates):
            let template = templates[numbers.index(below: templates.count)]
            template.write(to: &buffer, &numbers)
            return template.commandCount
        }
    }

    private func drawn(_ numbers: inout Numbers) -> Int {
        guard groups.count > 1 else { return 0 }
        var ticket = numbers.ticket(below: weightSum)
        for (index, group) in groups.enumerated() {
            if ticket < group.weight { return index }
            ticket -= group.weight
        }
        return groups.count - 1
    }
}
