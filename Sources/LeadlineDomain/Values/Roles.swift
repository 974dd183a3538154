/// A set of roles.
package struct Roles: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Whether the two have a role in common.
    package func meet(_ other: Roles) -> Bool {
        // What the standard library offers makes a third set of them, through a table.
        rawValue & other.rawValue != 0
    }

    /// The set of `admin` alone.
    package static let admin = Roles(.admin)

    /// The set of `manager` alone.
    package static let manager = Roles(.manager)

    /// The set of `agent` alone.
    package static let agent = Roles(.agent)

    /// The set of `finance` alone.
    package static let finance = Roles(.finance)

    /// The set of `partner` alone.
    package static let partner = Roles(.partner)

    /// The set of `advertiser` alone.
    package static let advertiser = Roles(.advertiser)

    /// The set of `gateway` alone.
    package static let gateway = Roles(.gateway)

    /// The set of `auditor` alone.
    package static let auditor = Roles(.auditor)

    /// Those who run the lead desk: admins and managers.
    package static let desk: Roles = [.admin, .manager]

    /// The set of one role.
    package init(_ role: Role) {
        self.init(rawValue: 1 << UInt16(role.rawValue))
    }

    /// Whether the role is in the set.
    package func contains(_ role: Role) -> Bool { contains(Roles(role)) }

    /// The roles of the set, in the order of their declaration.
    package var members: [Role] { Role.allCases.filter { contains($0) } }
}
