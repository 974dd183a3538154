import LeadlineDomain

/// Behind which wall the rows of a command stand: part of every declaration that reads or writes
/// rows, so that none can be forgotten.
package enum Reach: Hashable, Sendable {
    /// No row: the connection, the table of commands, the server itself.
    case nothing
    /// What everybody may know: the catalogue of services.
    case everybody
    /// Whole records of the house: nobody outside of it may call the command.
    case house
    /// What is kept under the caller's own name.
    case own
    /// The one lead that the parameter names; a foreign one is answered like a missing one.
    case lead(String)
    /// The one partner that the parameter names; a foreign one is answered like a missing one.
    case partner(String)
    /// The one record of any kind that the parameter names; likewise.
    case record(String)
    /// A list of leads; those beyond the wall are not in it.
    case leads
    /// A list of other records; those beyond the wall are not in it.
    case records
    /// What the caller earns; of others outside the house nothing is in it.
    case earnings
    /// A list of events; those that are of rows beyond the wall are not in it.
    case events
    /// Users: outside the house oneself, and one's partner's people.
    case users
    /// A customer's or applicant's registration: whether there is one, and for outsiders never
    /// whose.
    case customer
    /// Links of mailings by their secret tokens, and addresses that want no mail: for those who
    /// send it.
    case mailing
    /// Invoices by the secret tokens of their links: for those who take payments.
    case links

    /// The parameter that names the one row.
    package var parameter: String? {
        switch self {
        case .lead(let name), .partner(let name), .record(let name): name
        case .nothing, .everybody, .house, .own, .leads, .records, .earnings, .events, .users,
            .customer, .mailing, .links:
            nil
        }
    }

    /// Whether callers with a wall meet fewer rows in it than others.
    var isWalled: Bool {
        switch self {
        case .lead, .partner, .record, .leads, .records, .earnings, .events, .users, .customer:
            true
        case .nothing, .everybody, .house, .own, .mailing, .links: false
        }
    }

    /// What HELP and the reference say of it; nil where there is nothing to say.
    package var text: String? {
        switch self {
        case .nothing: nil
        case .everybody: "what everybody may know"
        case .house: "records of the house"
        case .own: "what the caller itself keeps"
        case .lead(let name): "the caller's own leads, by '\(name)'"
        case .partner(let name): "the caller's own partner, by '\(name)'"
        case .record(let name): "the caller's own records, by '\(name)'"
        case .leads: "the caller's own leads"
        case .records: "the caller's own records"
        case .earnings: "what the caller itself earns"
        case .events: "events of the caller's own records"
        case .users: "the caller itself and its partner's users"
        case .customer: "whether a customer is registered"
        case .mailing: "links of mailings, and addresses that want no mail"
        case .links: "invoices by the tokens of their links"
        }
    }

    /// Whether a command with these roles and slots may be declared so.
    func fits(_ roles: Roles, _ slots: [ParameterSlot]) -> Bool {
        if self == .house, !Roles.house.isSuperset(of: roles) { return false }
        return parameter.map { name in slots.contains { $0.name == name } } ?? true
    }
}
