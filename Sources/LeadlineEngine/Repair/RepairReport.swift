/// What became of one thing that a repair met.
package struct RepairLine: Equatable, Sendable {
    /// Whether it was saved.
    package enum Outcome: String, Sendable {
        /// It follows from records, and was made anew from them.
        case rebuilt
        /// It was there and could not be taken over.
        case dropped
        /// It cannot be read any more.
        case lost
        /// It was taken over, and does not agree with the rest.
        case hurt
    }

    /// Whether it was saved.
    package let outcome: Outcome
    /// What it is: a table, a file, a record.
    package let subject: String
    /// What was wrong with it.
    package let problem: String

    /// Whether something is not as it was before the damage.
    package var isLoss: Bool { outcome != .rebuilt }
}

extension RepairLine: CustomStringConvertible {
    package var description: String { "\(outcome.rawValue)\t\(subject)\t\(problem)" }
}

/// What a repair did.
package struct RepairReport: Sendable {
    /// How many records were taken over.
    package internal(set) var records = 0
    /// What was wrong, and what became of it.
    package internal(set) var lines: [RepairLine] = []

    /// What is not as it was before the damage.
    package var losses: [RepairLine] { lines.filter(\.isLoss) }

    /// Adds a line.
    mutating func add(_ outcome: RepairLine.Outcome, _ subject: String, _ problem: String) {
        lines.append(RepairLine(outcome: outcome, subject: subject, problem: problem))
    }
}
