import NIOCore

/// What is sent: commands drawn at random from weighted groups.
struct Workload: Sendable {
    /// Commands that are equally likely within their share.
    struct Group: Sendable {
        /// How often the group is drawn, relative to the others.
        let weight: Int
        /// At least one command.
        let templates: [CommandTemplate]
    }

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

    /// Makes a workload of one command.
    init(name: String, _ template: CommandTemplate) {
        self.init(name: name, groups: [Group(weight: 1, templates: [template])])
    }

    /// Whether every request is the same.
    var isConstant: Bool {
        groups.count == 1 && groups[0].templates.count == 1 && groups[0].templates[0].isConstant
    }

    /// Appends the next request to the buffer.
    func writeNext(to buffer: inout ByteBuffer, _ numbers: inout Numbers) {
        var group = groups[0]
        if groups.count > 1 {
            var ticket = numbers.index(below: weightSum)
            for candidate in groups {
                group = candidate
                if ticket < candidate.weight { break }
                ticket -= candidate.weight
            }
        }
        let count = group.templates.count
        let index = count == 1 ? 0 : numbers.index(below: count)
        group.templates[index].write(to: &buffer, &numbers)
    }
}
