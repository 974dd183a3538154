/// The most that one command may cost.
///
/// Whoever makes one dearer raises its bound here, knowingly; who makes it cheaper lowers it.
package enum CostBudget {
    /// One figure and its bound.
    package struct Bound: Sendable {
        /// What is counted, of which command.
        package let name: String
        /// The most of it.
        package let most: Double
        /// What was counted; nil when it was not.
        package let counted: Double?

        /// Whether it is kept, as far as is known.
        package var isKept: Bool { counted.map { $0 <= most } ?? true }

        /// Sets what was counted beside its bound.
        package init(_ name: String, most: Double, _ counted: Double?) {
            self.name = name
            self.most = most
            self.counted = counted
        }

        /// One line.
        var text: String {
            let figure = counted.map { decimal($0, 2) } ?? "not counted"
            return "\(isKept ? "ok  " : "OVER") \(name): \(figure), at most \(decimal(most, 2))"
        }
    }

    /// In this process; `group` leads are committed at once, and 64 is what the bounds are for.
    static func bounds(new: Cost, get: Cost, ping: Cost) -> [Bound] {
        let written = new.written
        func perCommand(_ count: Int?) -> Double? {
            written.flatMap { written in count.map { Double($0) / Double(written.commands) } }
        }
        return [
            Bound("LEAD.NEW heap allocations", most: 24, new.allocationsPerCommand),
            Bound("LEAD.NEW mutations", most: 9.6, perCommand(written?.mutations)),
            Bound("LEAD.NEW bytes of keys and values", most: 1180, perCommand(written?.bytes)),
            Bound("LEAD.GET heap allocations", most: 0, get.allocationsPerCommand),
            Bound("PING heap allocations", most: 0, ping.allocationsPerCommand),
        ]
    }

    /// Under callgrind, in groups of 64.
    static func bounds(_ instructions: InstructionCount) -> [Bound] {
        let most = ["LEAD.NEW": 225_000.0, "LEAD.GET": 22_000, "PING": 5_200]
        return instructions.commands.map { name, profile in
            Bound("\(name) instructions", most: most[name] ?? 0, Double(profile.total))
        }
    }

    /// Over sockets: at one connection each command is alone, with more they share.
    static func bounds(_ served: ServedCost) -> [Bound] {
        served.rows.compactMap { row -> Bound? in
            let most = row.work == .new ? [16, 4, 1] : [3.5, 3, 0.5]
            return LoadShape.usual.firstIndex(of: row.shape).map { index in
                Bound(
                    "\(row.work.leadlineWords[0]) system calls, \(row.shape.name)",
                    most: most[index], row.allCalls)
            }
        }
    }
}
