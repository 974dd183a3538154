/// How far a lead has got on its present way, and when: what its status alone does not tell.
///
/// A lead that goes back to the beginning, declined or opened again, begins anew; only what was
/// missed stays.
package struct LeadProgress: Equatable, Sendable {
    /// The farthest stage that was reached.
    package private(set) var reached: LeadStage

    /// When the other side was first asked.
    package private(set) var offered: Timestamp?

    /// When the lead was first accepted.
    package private(set) var accepted: Timestamp?

    /// When the customer was first reached.
    package private(set) var contacted: Timestamp?

    /// The answers that did not come in time, in the order in which they were due.
    package private(set) var misses: [MissedResponse]

    /// More answers than this are not kept of one lead.
    package static let missesMax = 32

    /// Makes progress of its parts; nil when there is none, or more missed than is kept.
    package init?(
        reached: LeadStage, offered: Timestamp?, accepted: Timestamp?, contacted: Timestamp?,
        misses: [MissedResponse]
    ) {
        guard reached >= .offered || !misses.isEmpty, misses.count <= Self.missesMax else {
            return nil
        }
        self.reached = reached
        self.offered = offered
        self.accepted = accepted
        self.contacted = contacted
        self.misses = misses
    }

    /// Nothing but what was missed before.
    fileprivate init(after misses: [MissedResponse] = []) {
        reached = .registered
        self.misses = misses
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
        // Who is asked something more is still on the way.
        if status == .needsinfo { return before }
        let isBeginning = stage == .registered || status == .new && before?.reached != .offered
        var progress = LeadProgress(after: before?.misses ?? [])
        if let before, !isBeginning { progress = before }
        if stage > .registered { progress.note(stage, at: now) }
        return progress.reached == .registered && progress.misses.isEmpty ? nil : progress
    }

    fileprivate mutating func miss(_ missed: MissedResponse) {
        if misses.count < Self.missesMax { misses.append(missed) }
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

/// An answer that did not come in time (`rules.md` 4).
package struct MissedResponse: Equatable, Sendable {
    /// The answer that was awaited.
    package let stage: ResponseStage
    /// When it was due.
    package let due: Timestamp
    /// The partner that the lead was with.
    package let partner: PartnerID?

    /// Makes a miss of its parts.
    package init(stage: ResponseStage, due: Timestamp, partner: PartnerID?) {
        self.stage = stage
        self.due = due
        self.partner = partner
    }
}

extension Lead {
    /// Notes that an answer did not come in time: to be called when the clock tells so, before the
    /// lead is taken from its partner for it.
    package mutating func miss(_ stage: ResponseStage, due: Timestamp) {
        var progress = progress ?? LeadProgress()
        progress.miss(MissedResponse(stage: stage, due: due, partner: partner))
        self.progress = progress
    }

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
