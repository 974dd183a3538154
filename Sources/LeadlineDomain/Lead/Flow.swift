/// A lead's life as data: every move from one status to another, and who may make it.
package struct Flow: Sendable {
    /// Which leads live so.
    package let direction: Direction

    /// Every move, in the order in which it is printed.
    package let moves: [Move]

    /// The life of the leads that travel so.
    package static func of(_ direction: Direction) -> Flow {
        switch direction {
        case .out: out
        case .in: `in`
        }
    }

    /// The moves that lead away from a status.
    package func moves(from status: LeadStatus) -> [Move] {
        moves.filter { $0.from.includes(status) }
    }

    /// The moves from one status to another, the one that `STATUS` acts as first.
    package func moves(from status: LeadStatus, to target: LeadStatus) -> [Move] {
        moves.filter { $0.to == target && $0.from.includes(status) }
    }

    /// Whether the role may bring about the move by some command.
    package func allows(_ role: Role, from status: LeadStatus, to target: LeadStatus) -> Bool {
        moves.contains { $0.to == target && $0.from.includes(status) && $0.by.contains(role) }
    }

    /// The statuses that the role can bring about now, by any command, in the table's order.
    ///
    /// Each once, and never the present one.
    package func next(from status: LeadStatus, role: Role) -> [LeadStatus] {
        var next: [LeadStatus] = []
        for move in moves where move.from.includes(status) && move.by.contains(role) {
            if move.to != status, !next.contains(move.to) { next.append(move.to) }
        }
        return next
    }

    /// The statuses that leads of this direction can have.
    package var statuses: [LeadStatus] {
        LeadStatus.allCases.filter { status in
            status == .new
                || moves.contains { $0.to == status || $0.from == .status(status) }
        }
    }
}
