import LeadlineDomain
import LeadlineStore

/// The documented fields of a user, in the order of `USER.GET`; the token is none of them.
enum UserFields {
    static let table = FieldTable<UserRecord>([
        EntityField("name") { .text($0.name) },
        EntityField("version") { .integer(Int64($0.version)) },
        EntityField("role") { .word(StaticWord($0.role.word)) },
        EntityField("partner") { .optional($0.partner) },
        EntityField("referrer") { .optional($0.referrer) },
        EntityField("disabled") { .yesNo($0.isDisabled) },
        EntityField("issued") { .time($0.issued) },
        EntityField("created") { .time($0.created) },
        EntityField("creator") { .text($0.createdBy) },
        EntityField("updated") { .time($0.updated) },
    ])
}

/// A user as a map of all its fields.
struct UserMap: MappedRecord {
    static let fields = UserFields.table
    let entity: UserRecord
}

/// The columns of USER.LIST.
enum UserColumns: PageColumns {
    static let standard = UserFields.table.columns([
        "name", "role", "partner", "referrer", "disabled", "issued", "created",
    ])
}

extension UserRecord {
    /// How events name this user.
    var subject: EventSubject { EventSubject(name: name, version: version) }
}

// Who sees whom, and who may do something about them (`commands.md`, Users).

extension Caller {
    /// Whether a user's row is for this caller to see: the house sees all of them, a partner's
    /// people each other, everybody themselves.
    func sees(_ user: UserRecord) -> Bool {
        if user.name == name || Roles.house.contains(role) { return true }
        return role == .partner && user.role == .partner && isOfSameEarner(user)
    }

    /// Whether this caller may make such a user, and so renew, disable and enable it.
    func mayMake(_ role: Role, partner: PartnerID?, referrer: ReferrerID?) -> Bool {
        switch self.role {
        case .admin: true
        case .manager: role == .partner || role == .advertiser
        case .partner:
            role == .partner && partner == self.partner && referrer == self.referrer
                && (partner != nil || referrer != nil)
        case .agent, .finance, .advertiser, .gateway, .auditor: false
        }
    }

    func mayMake(_ user: UserRecord) -> Bool {
        mayMake(user.role, partner: user.partner, referrer: user.referrer)
    }

    private func isOfSameEarner(_ user: UserRecord) -> Bool {
        user.partner == partner && user.referrer == referrer
            && (partner != nil || referrer != nil)
    }
}

extension View {
    /// The user of that name, if the caller may see it.
    mutating func user(
        _ name: Text, for caller: Caller
    ) throws(Rejection) -> UserRecord {
        guard let user = user(named: name) else { throw absent("user", "\(name)") }
        guard caller.sees(user) else { throw Self.missing("user", "\(name)") }
        return user
    }
}
