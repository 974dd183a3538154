import LeadlineDomain

// Who may call a command, by what it does (`commands.md`, Conventions). Which rows each of them
// reaches is decided on the row.
extension Roles {
    /// Everybody, logged in or not.
    static let everyone = Roles(Role.allCases)
    /// Those who read rows: all but the payment gateway.
    static let readers: Roles = [
        .admin, .manager, .agent, .finance, .partner, .advertiser, .auditor,
    ]
    /// Those who bring leads in, and change what they brought.
    static let registrants: Roles = [.admin, .manager, .agent, .partner, .advertiser]
    /// Those who own leads.
    static let staff: Roles = [.admin, .manager, .agent]
    /// Those who accept and decline: the partner, or the desk in its name.
    static let deskOrPartner: Roles = [.admin, .manager, .partner]
    /// Those who work a lead, on either side.
    static let workers: Roles = [.admin, .manager, .agent, .partner]
    /// Those who see the whole house.
    static let house: Roles = [.admin, .manager, .agent, .finance, .auditor]

    fileprivate init(_ roles: [Role]) {
        self = roles.reduce(into: []) { $0.insert(Roles($1)) }
    }
}
