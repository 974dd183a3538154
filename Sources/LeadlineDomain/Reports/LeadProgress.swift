/// How far a lead has got on its present way, and when: what its status alone does not tell.
///
/// A lead that goes back to the beginning, declined or opened again, begins anew.
package struct LeadProgress: Equatable, Sendable {
    /// The farthest stage that was reached, at least `offered`.
    package private(set) var reached: LeadStage

    /// When the other side was first asked.
    package private(set) var offered: Timestamp?

    /// When the lead was first accepted.
    package private(set) var accepted: Timestamp?

    /// When the customer was first reached.
    package private(set) var contacted: Timestamp?

    /// Makes progress of its parts; nil when the stage is none that has any.
    package init?(
        reached: LeadStage, offered: Timestamp?, accepted: Timestamp?, contacted: Timestamp?
    ) {
        guard reached >= .offered else { return nil }
        self.reached = reached
        self.offered = offered
        self.accepted = accepted
        self.contacted = contacted
    }

    private init(_ stage: LeadStage, at now: Timestamp) {
        reached = stage
        note(stage, at: now)
    }

    /// What is known of a lead that has a status now.
    ///
    /// - Parameters:
    ///   - before: What was known before.
    ///   - status: The status that it has.
    ///   - direction: Which way the lead travels.
    ///   - now: When it got it.
    /// - Returns: What is known now; nil of a lead that nobody was asked about.
    package static func after(
        _ before: LeadProgress?, _ status: LeadStatus, _ direction: Direction, at now: Timestamp
    ) -> LeadProgress? {
        guard let stage = status.stage(direction) else { return before }
        guard stage > .registered else {
            // Who is asked something more is still on the way.
            return status == .needsinfo ? before : nil
        }
        guard var progress = before, status != .new || progress.reached == .offered else {
            return LeadProgress(stage, at: now)
        }
        progress.note(stage, at: now)
        return progress
    }

    private mutating func note(_ stage: LeadStage, at now: Timestamp) {
        if stage > reached { reached = stage }
        switch stage {
        case .offered: offered = offered ?? now
        case .accepted: accepted = accepted ?? now
        case .contacted: contacted = contacted ?? now
        case .registered, .quoted, .won: break
        }
    }
}

extension Lead {
    /// The farthest stage that the lead has reached, as far as is known.
    package var reached: LeadStage {
        let known = progress?.reached ?? .registered
        let implied: LeadStage =
            switch status {
            // These end what was accepted.
            case .lost, .unqualified, .expired: .accepted
            case .rejected: direction == .in ? .offered : .registered
            default: status.stage(direction) ?? .registered
            }
        return max(known, implied)
    }
}
