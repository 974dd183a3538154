package import LeadlineDomain

/// Who sends a command and from where.
///
/// Immutable, so that it crosses to the writer as it is.
package final class Caller: Sendable {
    /// By what right a caller has its role.
    enum Standing: Sendable, Equatable {
        /// The house itself: what the server does by its own.
        case house
        /// No user was defined when it came: an admin until there is one.
        case firstRun
        /// It has not logged in.
        case nobody
        /// It has logged in as the user of its name, whose logins were ended so often before.
        case user(serial: UInt32)
    }

    /// The login name; `default` while no users are defined.
    package let name: Text
    /// What the caller may do; of one that has not logged in it says nothing, and `roles` decides.
    package let role: Role
    /// Its role as a set; empty before it has logged in, so that it may do nothing.
    package let roles: Roles
    /// The partner whose rows alone this caller may see, for roles that are outsiders.
    package let partner: PartnerID?
    /// The referrer whose rows alone this caller may see.
    package let referrer: ReferrerID?
    /// Address and connection number, as events keep it: `127.0.0.1:40112#7`.
    package let origin: Text
    /// What the connection called itself with CLIENT SETNAME.
    package let connectionName: Text
    let standing: Standing
    /// Up to which epoch of `Authority` the standing is known to be in force.
    let epoch: UInt64
    /// Which rows the caller reaches.
    let wall: Wall
    /// Whether the caller reads every row.
    package var seesHouse: Bool { wall.isOpen }

    private init(
        name: Text, role: Role, partner: PartnerID?, referrer: ReferrerID?, origin: Text,
        connectionName: Text, standing: Standing, epoch: UInt64
    ) {
        self.name = name
        self.role = role
        roles = standing == .nobody ? [] : Roles(role)
        self.partner = partner
        self.referrer = referrer
        self.origin = origin
        self.connectionName = connectionName
        self.standing = standing
        self.epoch = epoch
        wall = Wall(role, user: name, partner: partner, referrer: referrer)
    }

    /// A caller of the house, whose rights no change of users ends.
    package convenience init(
        name: Text, role: Role, partner: PartnerID? = nil, referrer: ReferrerID? = nil,
        origin: Text, connectionName: Text = ""
    ) {
        self.init(
            name: name, role: role, partner: partner, referrer: referrer, origin: origin,
            connectionName: connectionName, standing: .house, epoch: 0)
    }

    /// Whether it may do more than log in.
    package var isAuthenticated: Bool { standing != .nobody }

    /// The same caller on a connection that now calls itself so.
    func named(_ connectionName: Text) -> Caller {
        Caller(
            name: name, role: role, partner: partner, referrer: referrer, origin: origin,
            connectionName: connectionName, standing: standing, epoch: epoch)
    }

    /// The same caller, known to be in force up to a later epoch.
    func cleared(at epoch: UInt64) -> Caller {
        Caller(
            name: name, role: role, partner: partner, referrer: referrer, origin: origin,
            connectionName: connectionName, standing: standing, epoch: epoch)
    }

    /// Whoever is on the same connection, logged out.
    func loggedOut(at epoch: UInt64) -> Caller {
        Caller(
            name: Self.nobodyName, role: .gateway, partner: nil, referrer: nil, origin: origin,
            connectionName: connectionName, standing: .nobody, epoch: epoch)
    }

    /// Whoever is on the same connection, logged in as a user.
    func loggedIn(as user: UserRecord, at epoch: UInt64) -> Caller {
        Caller(
            name: user.name, role: user.role, partner: user.partner, referrer: user.referrer,
            origin: origin, connectionName: connectionName,
            standing: .user(serial: user.serial), epoch: epoch)
    }

    /// Who does what happens by itself.
    static let system = Caller(name: "system", role: .admin, origin: "")

    /// With no user defined the server is open to loopback as this one (`commands.md`).
    package static func firstRun(origin: Text) -> Caller {
        Caller(
            name: "default", role: .admin, partner: nil, referrer: nil, origin: origin,
            connectionName: "", standing: .firstRun, epoch: 0)
    }

    /// The name of whoever has not logged in, which no user may have.
    static let nobodyName: Text = "nobody"
}
