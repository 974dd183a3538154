import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Who may log in, and as what.
    static let user: [Command] = [
        .write(
            "USER.NEW", "Makes a user and answers its token, which is never shown again.",
            group: .user, by: .userMakers, reach: .users, kind: .create, events: [.userCreated],
            Positional<UserName>("name"), RequiredKeyword<Choice<Role>>("ROLE"),
            Keyword<PartnerReference>("PARTNER"), Keyword<ReferrerReference>("REFERRER"),
            run: userNew),
        .write(
            "USER.TOKEN", "Gives a user, or oneself, a new token; the old one ends at once.",
            group: .user, by: .everyone, reach: .users, kind: .update, events: [.userToken],
            OptionalPositional<UserName>("name"), run: userToken),
        .write(
            "USER.DISABLE", "Shuts a user out at once; answers the open leads that it owns.",
            group: .user, by: .userMakers, reach: .users, kind: .update, events: [.userDisabled],
            Positional<UserName>("name"), run: userDisable),
        .write(
            "USER.ENABLE", "Lets a disabled user log in again, with the token that it had.",
            group: .user, by: .userMakers, reach: .users, kind: .update, events: [.userEnabled],
            Positional<UserName>("name"), run: userEnable),
        .row(
            "USER.GET", "Answers everything kept on a user, except the token.", group: .user,
            by: .everyone, reach: .users, Positional<UserName>("name"), run: userGet),
        .scan(
            "USER.LIST", "Lists users by name.", group: .user, by: .userReaders, reach: .users,
            Keyword<ListOf<Choice<Role>>>("ROLE"), Keyword<PartnerReference>("PARTNER"),
            Keyword<PageLimit>("LIMIT"), Keyword<UserName>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: userList),
    ]
}

extension Roles {
    /// Those who look after users; of whom, is decided on the user.
    fileprivate static let userMakers: Roles = [.admin, .manager, .partner]
    /// The house, and a partner's people for each other.
    fileprivate static let userReaders: Roles = house.union([.partner])
}

// MARK: - Making users

private func userNew(
    tx: inout Transaction, name: UserName, role: Choice<Role>, partner: PartnerReference?,
    referrer: ReferrerReference?
) throws(Rejection) -> NewToken {
    let role = role.value
    let payee = try tx.payee(of: role, partner, referrer)
    guard tx.caller.mayMake(role, partner: payee.partner, referrer: payee.referrer) else {
        throw Rejection(
            .noPermission, "USER.NEW ROLE \(role.text) is not for the role \(tx.caller.role.text)")
    }
    return NewToken(
        token: try tx.makeUser(
            name.text, role, partner: payee.partner, referrer: payee.referrer))
}

extension Transaction {
    /// Whose rows a new user is to see; a partner's own user makes users of that partner.
    fileprivate mutating func payee(
        of role: Role, _ partner: PartnerReference?, _ referrer: ReferrerReference?
    ) throws(Rejection) -> (partner: PartnerID?, referrer: ReferrerID?) {
        guard role == .partner || role == .advertiser else {
            guard partner == nil, referrer == nil else {
                throw .invalid(
                    partner == nil ? "referrer" : "partner",
                    "is for the roles partner and advertiser")
            }
            return (nil, nil)
        }
        if let referrer {
            guard partner == nil, role == .partner else {
                throw .invalid("referrer", "is for the role partner, and instead of PARTNER")
            }
            return (nil, try changes.view.referrer(referrer, caller.wall).id)
        }
        if partner == nil, caller.role == .partner {
            return (caller.partner, caller.referrer)
        }
        guard let partner else {
            throw .invalid(
                "partner",
                role == .partner
                    ? "a partner's user needs PARTNER or REFERRER"
                    : "an advertiser's user needs PARTNER")
        }
        let chosen = try self.partner(partner)
        guard chosen.state == .active || chosen.state == .paused else {
            throw Rejection(.badState, "partner is \(chosen.state.text); \(chosen.id)")
        }
        guard (chosen.kind == .advertiser) == (role == .advertiser) else {
            throw .invalid("partner", "\(chosen.id) is of KIND \(chosen.kind.word)")
        }
        return (chosen.id, nil)
    }

    /// Makes a user with its event; answers the token, of which only the digest is kept.
    mutating func makeUser(
        _ name: Text, _ role: Role, partner: PartnerID?, referrer: ReferrerID?
    ) throws(Rejection) -> AccessToken {
        if changes.view.user(named: name) != nil {
            throw Rejection(.exists, "\(name) is taken")
        }
        let isFirst = !changes.view.hasUsers
        guard !isFirst || role == .admin else {
            throw .invalid("role", "the first user must be an admin")
        }
        let token = newToken()
        let user = UserRecord(
            name: name, role: role, partner: partner, referrer: referrer, token: token.digest,
            created: now, createdBy: caller.name)
        changes.put(Schema.users.table, user)
        record(.userCreated, user.subject, UserFields.table, from: nil, to: user)
        if isFirst { endedLogins.append(.firstRun) }
        return token
    }
}

// MARK: - Changing users

private func userToken(tx: inout Transaction, name: UserName?) throws(Rejection) -> NewToken {
    let old = try tx.user(name?.text ?? tx.caller.name, orOneself: true)
    let token = tx.newToken()
    var new = old
    new.pastToken = old.token
    new.token = token.digest
    new.issued = tx.now
    new.serial &+= 1
    try tx.update(old, to: new, .userToken)
    tx.endedLogins.append(.user(old.name))
    return NewToken(token: token)
}

private func userDisable(tx: inout Transaction, name: UserName) throws(Rejection) -> DisabledUser {
    let old = try tx.user(name.text)
    guard !old.isDisabled else {
        return DisabledUser(version: old.version, leads: tx.changes.view.openLeads(of: old.name))
    }
    if old.role == .admin,
        tx.changes.view.count(Schema.users.byStanding, Role.admin.rawValue) <= 1
    {
        throw Rejection(.conflict, "\(old.name) is the last enabled admin; make another first")
    }
    var new = old
    new.isDisabled = true
    new.serial &+= 1
    let version = try tx.update(old, to: new, .userDisabled)
    tx.endedLogins.append(.user(old.name))
    return DisabledUser(version: version, leads: tx.changes.view.openLeads(of: old.name))
}

private func userEnable(tx: inout Transaction, name: UserName) throws(Rejection) -> NewVersion {
    let old = try tx.user(name.text)
    guard old.isDisabled else { return NewVersion(old.version) }
    var new = old
    new.isDisabled = false
    return NewVersion(try tx.update(old, to: new, .userEnabled))
}

extension Transaction {
    /// The user that the command is about, if the caller looks after it.
    fileprivate mutating func user(
        _ name: Text, orOneself: Bool = false
    ) throws(Rejection) -> UserRecord {
        let user = try changes.view.user(name, for: caller)
        try checkVersion(user.version, of: user.name)
        guard caller.mayMake(user) || (orOneself && user.name == caller.name) else {
            throw Rejection(
                .noPermission, "\(user.name) is not for the role \(caller.role.text)")
        }
        return user
    }

    /// Writes a changed user with its event; answers the new version.
    @discardableResult
    fileprivate mutating func update(
        _ old: UserRecord, to changed: UserRecord, _ type: EventType
    ) throws(Rejection) -> UInt32 {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.name) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        changes.put(Schema.users.table, new)
        record(type, new.subject, UserFields.table, from: old, to: new)
        return new.version
    }
}

extension View {
    /// The open leads that a user owns, the oldest first.
    fileprivate mutating func openLeads(of user: Text) -> [LeadID] {
        ids(
            Schema.leads.byOwner, KeyText(user.bytes), limit: EngineLimits.scanRowsMax
        ).map(\.id).filter { id in
            get(Schema.leads.table, id)?.status.isOpen ?? false
        }.prefix(EngineLimits.disabledLeadsMax).map { $0 }
    }
}

// MARK: - Reading

private func userGet(reader: inout Reader, name: UserName) throws(Rejection) -> UserMap {
    UserMap(entity: try reader.view.user(name.text, for: reader.caller))
}

private func userList(
    reader: inout Reader, roles: ListOf<Choice<Role>>?, partner: PartnerReference?,
    limit: PageLimit?, after: UserName?, columns: WordList?
) throws(Rejection) -> RecordPage<UserRecord, UserColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try UserFields.table.columns(chosen: list.words)
    }
    let caller = reader.caller
    // A partner's user asks for its own partner, or for what it does not see.
    let wanted = try partner.map { reference throws(Rejection) in
        try reader.partner(reference).id
    }
    let within = wanted ?? (caller.role == .partner ? caller.partner : nil)
    let listing = Listing<UserRecord, KeyText>(
        limit: limit, after: after.map { KeyText($0.text.bytes) }
    ) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        guard let within else {
            return view.rows(of: Schema.users.table, after: place, limit: count)
        }
        return view.ids(
            Schema.users.byPartner, within, after: place.map { (Nothing(), $0) }, limit: count
        ).compactMap { view.get(Schema.users.table, $0.id) }
    } keep: { _, user in
        caller.sees(user) && (roles?.values.contains { $0.value == user.role } ?? true)
    }
    return RecordPage(page.rows, next: page.next.map { Text($0.bytes) }, columns: columns)
}
