import LeadlineDomain
import LeadlineStore

/// A way that money goes on its way: of a payout, or of a payroll with all its payouts.
struct PayoutMove: Sendable {
    let from: [PayoutState]
    let to: PayoutState
    let event: EventType
    let payrollEvent: EventType
    /// What becomes of the bonuses, where it comes to an end.
    let settling: BonusState?

    private init(
        _ from: [PayoutState], to: PayoutState, _ event: EventType, _ payrollEvent: EventType,
        settling: BonusState? = nil
    ) {
        self.from = from
        self.to = to
        self.event = event
        self.payrollEvent = payrollEvent
        self.settling = settling
    }

    static let approval = PayoutMove(
        [.reserved], to: .approved, .payoutApproved, .payrollApproved)
    static let sending = PayoutMove([.approved], to: .sent, .payoutSent, .payrollSent)
    static let payment = PayoutMove(
        [.sent, .unknown], to: .paid, .payoutPaid, .payrollPaid, settling: .paid)
    static let failure = PayoutMove(
        [.reserved, .approved, .sent, .unknown], to: .failed, .payoutFailed, .payrollFailed,
        settling: .due)
    static let doubt = PayoutMove([.sent], to: .unknown, .payoutUnknown, .payrollUnknown)

    /// The way that leads to a state; nil where a payout begins.
    static func to(_ state: PayoutState) -> PayoutMove? {
        [approval, sending, payment, failure, doubt].first { $0.to == state }
    }

    /// Refuses what does not begin in that state.
    func require(_ state: PayoutState, of noun: StaticString) throws(Rejection) {
        guard !from.contains(state) else { return }
        let words = from.map { "\($0.word)" }.joined(separator: " or ")
        throw Rejection(.badState, "\(noun) is \(state.word), not \(words)")
    }
}

extension Transaction {
    /// Moves a payout on, with its bonuses where it has come to an end; or a payroll, some of its
    /// payouts in each of several steps.
    mutating func move(
        _ id: PayoutID, _ move: PayoutMove, _ change: (inout PayoutCourse) -> Void = { _ in }
    ) throws(Rejection) -> NewVersion {
        if let payroll = changes.view.get(Schema.payrolls.table, id) {
            return try self.move(payroll, move, change)
        }
        let old = try changes.view.payout(id)
        try checkVersion(old.version, of: old.id.text)
        try move.require(old.state, of: "payout")
        if let payroll = old.payroll { try requireFailure(move, of: old.id, in: payroll) }
        if move.to == .approved { try requireFourEyes(besides: old.runner) }
        var course = old.course
        change(&course)
        if move.to == .approved { course.approver = caller.name }
        let moved = try self.move(old, move, course)
        // Debts take all of it: with the approval it is settled, for there is nothing to be sent.
        guard move.to == .approved, moved.gross == 0 else { return NewVersion(moved.version) }
        return NewVersion(try self.move(moved, .payment, moved.course).version)
    }

    /// Moves a payout; answers it afterwards.
    mutating func move(
        _ old: Payout, _ move: PayoutMove, _ course: PayoutCourse
    ) throws(Rejection) -> Payout {
        var payout = old
        payout.course = course
        payout.state = move.to
        if move.to == .paid { payout.paidOn = today }
        let new = try update(old, to: payout, move.event)
        if let bonuses = move.settling { try settle(new, as: bonuses) }
        return new
    }

    /// What is part of a payroll fails by itself, and else goes with it.
    private mutating func requireFailure(
        _ move: PayoutMove, of payout: PayoutID, in id: PayoutID
    ) throws(Rejection) {
        guard move.to == .failed else {
            throw Rejection(.badState, "\(payout) is part of the payroll \(id): move that")
        }
        guard changes.view.get(Schema.payrolls.table, id)?.mover == nil else {
            throw Rejection(.conflict, "the payroll \(id) is being moved")
        }
    }
}
