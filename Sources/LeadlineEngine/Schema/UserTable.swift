import LeadlineDigest
import LeadlineDomain
import LeadlineStore

/// Somebody who may log in.
struct UserRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    /// The login name, in lower case.
    let name: Text
    let role: Role
    /// Whose rows alone the user sees, for roles that are outsiders.
    let partner: PartnerID?
    let referrer: ReferrerID?
    /// Counts the writes from 1.
    var version: UInt32 = 1
    /// Counts what ended the user's logins: new tokens, and being disabled.
    var serial: UInt32 = 1
    var isDisabled = false
    /// SHA-256 of the token.
    var token: Digest256
    /// SHA-256 of the token before, of which is told that it was replaced.
    var pastToken: Digest256?
    /// When the token was made.
    var issued: Timestamp
    let created: Timestamp
    let createdBy: Text
    var updated: Timestamp

    var id: KeyText { KeyText(name.bytes) }

    init(
        name: Text, role: Role, partner: PartnerID?, referrer: ReferrerID?, token: Digest256,
        created: Timestamp, createdBy: Text
    ) {
        self.name = name
        self.role = role
        self.partner = partner
        self.referrer = referrer
        self.token = token
        self.created = created
        self.createdBy = createdBy
        issued = created
        updated = created
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(role)
        writer.write(partner)
        writer.write(referrer)
        writer.write(version)
        writer.write(serial)
        writer.write(isDisabled)
        writer.write(token)
        writer.write(pastToken)
        writer.write(issued)
        writer.write(created)
        writer.write(createdBy)
        writer.write(updated)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        name = try reader.read()
        role = try reader.read()
        partner = try reader.read()
        referrer = try reader.read()
        version = try reader.read()
        serial = try reader.read()
        isDisabled = try reader.read()
        token = try reader.read()
        pastToken = try reader.read()
        issued = try reader.read()
        created = try reader.read()
        createdBy = try reader.read()
        updated = try reader.read()
    }
}

/// A token's digest as users are found by it.
struct TokenKey: FixedKeyPart {
    static let byteCount = 32
    let digest: Digest256

    func append(to key: inout [UInt8]) { key.append(contentsOf: digest.bytes) }

    static func read(_ reader: inout KeyReader) -> TokenKey? {
        guard let bytes = reader.bytes(byteCount), let digest = Digest256(bytes: bytes) else {
            return nil
        }
        return TokenKey(digest: digest)
    }
}

struct UserTable: ~Copyable, Sendable {
    private(set) var table = Table<UserRecord>(tag: Tag.user, name: "user")
    let byToken: UniqueIndex<UserRecord, TokenKey>
    /// A token that was replaced may be of anybody, and of several by nobody's design.
    let byPastToken: Index<UserRecord, TokenKey, Nothing>
    let byPartner: Index<UserRecord, PartnerID, Nothing>
    /// How many there are under `everybody`, and how many are enabled under each role's number.
    let byStanding: Tally<UserRecord, UInt8>
    /// No role has this number.
    static let everybody: UInt8 = 0

    init() {
        byToken = table.unique(tag: Tag.userByToken) { user, emit in
            emit(TokenKey(digest: user.token))
        }
        byPastToken = table.index(tag: Tag.userByPastToken) { user, emit in
            if let token = user.pastToken { emit(TokenKey(digest: token), Nothing()) }
        }
        byPartner = table.index(tag: Tag.userByPartner) { user, emit in
            if let partner = user.partner { emit(partner, Nothing()) }
        }
        byStanding = table.tally(tag: Tag.usersByStanding) { user, emit in
            emit(Self.everybody)
            if !user.isDisabled { emit(user.role.rawValue) }
        }
    }
}

extension View {
    /// Whether there is any user.
    var hasUsers: Bool {
        mutating get { count(Schema.users.byStanding, UserTable.everybody) > 0 }
    }

    /// The user of that name, which is in lower case.
    mutating func user(named name: Text) -> UserRecord? {
        get(Schema.users.table, KeyText(name.bytes))
    }

    /// The partner because of which a user may not log in.
    mutating func suspendedPartner(of user: UserRecord) -> PartnerID? {
        guard let id = user.partner, let partner = get(Schema.partners.table, id),
            partner.state == .suspended
        else { return nil }
        return id
    }
}
