package import LeadlineDomain

/// Who sends a command and from where.
///
/// Immutable, so that it crosses to the writer as it is.
package final class Caller: Sendable {
    /// The login name; `default` while no users are defined.
    package let name: Text
    /// What the caller may do.
    package let role: Role
    /// The partner whose rows alone this caller may see, for roles that are outsiders.
    package let partner: PartnerID?
    /// The referrer whose rows alone this caller may see.
    package let referrer: ReferrerID?
    /// Address and connection number, as events keep it: `127.0.0.1:40112#7`.
    package let origin: Text
    /// What the connection called itself with CLIENT SETNAME.
    package let connectionName: Text
    /// Which rows the caller reaches.
    let wall: Wall
    /// Whether the caller reads every row.
    package var seesHouse: Bool { wall.isOpen }

    package init(
        name: Text, role: Role, partner: PartnerID? = nil, referrer: ReferrerID? = nil,
        origin: Text, connectionName: Text = ""
    ) {
        self.name = name
        self.role = role
        self.partner = partner
        self.referrer = referrer
        self.origin = origin
        self.connectionName = connectionName
        wall = Wall(role, user: name, partner: partner, referrer: referrer)
    }

    /// The same caller on a connection that now calls itself so.
    func named(_ connectionName: Text) -> Caller {
        Caller(
            name: name, role: role, partner: partner, referrer: referrer, origin: origin,
            connectionName: connectionName)
    }

    /// Who does what happens by itself.
    static let system = Caller(name: "system", role: .admin, origin: "")

    /// With no user defined the server is open to loopback as this one (`commands.md`).
    package static func firstRun(origin: Text) -> Caller {
        Caller(name: "default", role: .admin, origin: origin)
    }
}
