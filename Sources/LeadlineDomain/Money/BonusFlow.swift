/// One row of the life of a bonus: how it gets from one state to another.
package struct BonusMove: Equatable, Sendable {
    /// A command that makes moves.
    package enum Command: String, Sendable {
        /// Declares a draft complete.
        case complete = "BONUS.COMPLETE"
        /// Agrees to what somebody else completed.
        case approve = "BONUS.APPROVE"
        /// Gives it back to be changed.
        case giveBack = "BONUS.RETURN"
        /// Stops it.
        case hold = "BONUS.HOLD"
        /// Lets it go on where it was.
        case unhold = "BONUS.UNHOLD"
        /// Puts parts in its place.
        case split = "BONUS.SPLIT"
        /// Takes it back.
        case void = "BONUS.VOID"
        /// Puts it into a payout.
        case run = "PAYOUT.RUN"
        /// Puts an employee's into a payroll.
        case payroll = "PAYROLL.RUN"
        /// The payout was paid.
        case paid = "PAYOUT.PAID"
        /// The payout failed.
        case fail = "PAYOUT.FAIL"
    }

    /// What a bonus must have, or the command be given.
    package enum Requirement: String, Sendable {
        /// Who earns it.
        case earner = "EARNER"
        /// How much it is.
        case amount = "AMOUNT"
        /// What it waits for.
        case due = "DUE"
        /// Why.
        case reason = "REASON"
        /// Another user than the one who completed it.
        case secondUser = "four eyes"
    }

    /// The states it begins in.
    package let from: [BonusState]

    /// The state it leads to; nil is the one the bonus was in before it was held.
    package let to: BonusState?

    /// The command that makes it; nil of one that happens by itself.
    package let command: Command?

    /// What is required.
    package let requires: [Requirement]
}

/// The life of a bonus as data.
package enum BonusFlow {
    /// Every move.
    package static let moves: [BonusMove] = [
        BonusMove(
            from: [.draft], to: .ready, command: .complete, requires: [.earner, .amount, .due]),
        BonusMove(from: [.ready], to: .approved, command: .approve, requires: [.secondUser]),
        BonusMove(from: [.ready], to: .draft, command: .giveBack, requires: [.reason]),
        BonusMove(from: [.approved], to: .due, command: nil, requires: []),
        BonusMove(from: [.due], to: .approved, command: nil, requires: []),
        BonusMove(from: [.due], to: .reserved, command: .run, requires: []),
        BonusMove(from: [.due], to: .reserved, command: .payroll, requires: []),
        BonusMove(from: [.reserved], to: .paid, command: .paid, requires: []),
        BonusMove(from: [.reserved], to: .due, command: .fail, requires: [.reason]),
        BonusMove(
            from: [.draft, .ready, .approved, .due], to: .held, command: .hold,
            requires: [.reason]),
        BonusMove(from: [.held], to: nil, command: .unhold, requires: [.reason]),
        BonusMove(from: [.draft, .ready], to: .void, command: .split, requires: []),
        BonusMove(
            from: [.draft, .ready, .approved, .due, .held], to: .void, command: .void,
            requires: [.reason]),
    ]

    /// The move that a command makes from a state; nil when it makes none from there.
    package static func move(_ command: BonusMove.Command, from state: BonusState) -> BonusMove? {
        moves.first { $0.command == command && $0.from.contains(state) }
    }

    /// The states that a command begins in, in the order of their declaration.
    package static func origins(of command: BonusMove.Command) -> [BonusState] {
        BonusState.allCases.filter { move(command, from: $0) != nil }
    }
}
