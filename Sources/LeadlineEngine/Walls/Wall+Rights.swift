import LeadlineDomain

// What a caller may do with a lead that it reaches, beside what its role may do at all.
extension Wall {
    /// Whether the caller may move the lead by that command.
    ///
    /// A partner moves what it works, and withdraws only what it brought; an agent releases only
    /// what it owns.
    func permits(_ command: Move.Command?, on lead: Lead) -> Bool {
        switch command {
        case .withdraw, .set: isHouse || hasBrought(lead)
        case .release: isOpen || owns(lead)
        case .assign, .unassign, .accept, .decline, .status, .reopen: works(lead)
        case nil: false
        }
    }

    /// The statuses that the caller can bring about now, by any command, in the table's order.
    func next(of lead: Lead, in flow: Flow) -> [LeadStatus] {
        // What was merged into another lead goes on there.
        guard lead.mergedInto == nil else { return [] }
        return flow.next(from: lead.status, role: role).filter { target in
            flow.moves(from: lead.status, to: target).contains { move in
                guard let command = move.command else { return false }
                return move.by.contains(role) && permits(command, on: lead)
            }
        }
    }

    /// The same of any lead with that status that was not merged, where the wall is open: nothing
    /// else of it counts.
    static func next(from status: LeadStatus, in flow: Flow, for role: Role) -> [LeadStatus] {
        flow.next(from: status, role: role).filter { target in
            flow.moves(from: status, to: target).contains { move in
                move.command != nil && move.by.contains(role)
            }
        }
    }

    /// Throws unless the caller may change what is known of the lead: outside the house only who
    /// brought it, until it is accepted.
    func requireSettable(_ lead: Lead) throws(Rejection) {
        guard !isHouse else { return }
        guard hasBrought(lead) else {
            throw Rejection(.noPermission, "only who registered a lead changes it")
        }
        switch lead.status {
        case .new, .review, .offered, .needsinfo, .queued: return
        default:
            throw Rejection(
                .badState, "lead is \(lead.status.word); who registered it may change it no more")
        }
    }
}

extension LeadForm {
    /// Whether it changes who is credited with the lead.
    var setsAttribution: Bool {
        source != nil || referrer != nil || helper != nil || campaign != nil
    }
}
