import LeadlineDigest
import LeadlineDomain
import LeadlineStore

extension Tag {
    static let nurtureLink: UInt8 = 0x6c
    static let nurtureLinkByToken: UInt8 = 0x6d
    static let nurtureLinkByCustomer: UInt8 = 0x6e
    static let suppression: UInt8 = 0x6f
}

extension IDSequence {
    static let nurtureLink: UInt8 = 40
}

extension Cell {
    /// What addresses that want no mail are hashed with: drawn once, kept for ever.
    static let suppressionKey: UInt8 = 41
}

/// The two links of one mail: one asks for a quote, the other unsubscribes.
///
/// Of the tokens only digests are kept. When the address is erased its keyed hash stays, so that
/// the link in an old mail still unsubscribes.
struct NurtureLink: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: UInt64
    /// The address as it was given, and its key; nil when it was erased.
    var email: Text?
    var emailKey: Text?
    /// What the address is suppressed under.
    let address: Digest256
    /// What the mail is about, in lower case; nil is nothing in particular.
    let topic: Text?
    let campaign: CampaignID?
    let quote: Digest256
    let unsubscribe: Digest256
    let created: Timestamp
    let creator: Text

    init(
        id: UInt64, email: Text, emailKey: Text, address: Digest256, topic: Text?,
        campaign: CampaignID?, quote: Digest256, unsubscribe: Digest256, created: Timestamp,
        creator: Text
    ) {
        self.id = id
        self.email = email
        self.emailKey = emailKey
        self.address = address
        self.topic = topic
        self.campaign = campaign
        self.quote = quote
        self.unsubscribe = unsubscribe
        self.created = created
        self.creator = creator
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(email)
        writer.write(emailKey)
        writer.write(address)
        writer.write(topic)
        writer.write(campaign)
        writer.write(quote)
        writer.write(unsubscribe)
        writer.write(created)
        writer.write(creator)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = try reader.read()
        email = try reader.read()
        emailKey = try reader.read()
        address = try reader.read()
        topic = try reader.read()
        campaign = try reader.read()
        quote = try reader.read()
        unsubscribe = try reader.read()
        created = try reader.read()
        creator = try reader.read()
    }
}

struct NurtureLinkTable: ~Copyable, Sendable {
    private(set) var table = Table<NurtureLink>(
        tag: Tag.nurtureLink, name: "nurture link", sequence: IDSequence.nurtureLink)
    let byToken: UniqueIndex<NurtureLink, TokenKey>
    /// Whose links they are, until the address is erased.
    let byCustomer: Index<NurtureLink, UInt64, Nothing>

    init() {
        byToken = table.unique(tag: Tag.nurtureLinkByToken) { link, emit in
            emit(TokenKey(digest: link.quote))
            emit(TokenKey(digest: link.unsubscribe))
        }
        byCustomer = table.index(tag: Tag.nurtureLinkByCustomer) { link, emit in
            if let key = link.emailKey { emit(Fingerprint64(key).raw, Nothing()) }
        }
    }
}

/// What an address wants no mail about: the keyed hash of its key, and a topic; empty is all.
struct SuppressionID: KeyPart, Hashable {
    let address: Digest256
    let topic: Text

    init(_ address: Digest256, _ topic: Text?) {
        self.address = address
        self.topic = topic ?? ""
    }

    func append(to key: inout [UInt8]) {
        TokenKey(digest: address).append(to: &key)
        KeyText(topic.bytes).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> SuppressionID? {
        guard let address = TokenKey.read(&key), let topic = KeyText.read(&key) else { return nil }
        return SuppressionID(address.digest, Text(topic.bytes))
    }
}

/// An address that wants no mail.
///
/// It is kept as a keyed hash alone, and so outlives its erasure.
struct Suppression: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: SuppressionID
    let since: Timestamp
    /// Who noted it.
    let actor: Text

    init(_ id: SuppressionID, since: Timestamp, actor: Text) {
        self.id = id
        self.since = since
        self.actor = actor
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.address)
        writer.write(id.topic)
        writer.write(since)
        writer.write(actor)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        let address: Digest256 = try reader.read()
        id = SuppressionID(address, try reader.read() as Text)
        since = try reader.read()
        actor = try reader.read()
    }
}

struct SuppressionTable: ~Copyable, Sendable {
    let table = Table<Suppression>(tag: Tag.suppression, name: "suppression")
}
