// How the tables of moves are written.

extension Move {
    init(
        _ from: LeadStatus, to: LeadStatus, by: Roles, _ command: Command?,
        requires keyword: Keyword? = nil, _ timer: FollowUp? = nil
    ) {
        self.init(.status(from), to: to, by: by, command, requires: keyword, timer)
    }

    init(
        _ from: Origin, to: LeadStatus, by: Roles, _ command: Command?,
        requires keyword: Keyword? = nil, _ timer: FollowUp? = nil
    ) {
        self.from = from
        self.to = to
        self.by = by
        self.command = command
        requires = keyword.map { [$0] } ?? []
        self.timer = timer
    }
}

extension Roles {
    /// Those who own or triage leads.
    package static let staff: Roles = [.admin, .manager, .agent]

    /// The partner, or the desk in its name.
    static let deskOrPartner: Roles = [.admin, .manager, .partner]

    /// Those who work an accepted lead.
    static let workers: Roles = [.admin, .manager, .agent, .partner]

    /// Those who may have brought a lead to us, and the desk.
    static let submitters: Roles = [.admin, .manager, .agent, .partner, .advertiser]
}
