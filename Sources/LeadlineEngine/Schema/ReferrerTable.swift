import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let referrer: UInt8 = 0x80
    static let referrerByRef: UInt8 = 0x81
    static let referrerByEmail: UInt8 = 0x7b
}

extension IDSequence {
    static let referrer: UInt8 = 4
}

extension ReferrerKind: RecordField {}

extension Referrer: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(kind)
        writer.write(name)
        writer.write(currency)
        writer.write(created)
        writer.write(version)
        writer.write(email)
        writer.write(terms)
        writer.write(ref)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), kind: try reader.read(), name: try reader.read(),
            currency: try reader.read(), created: try reader.read())
        version = try reader.read()
        email = try reader.read()
        terms = try reader.read()
        ref = try reader.read()
        updated = try reader.read()
    }
}

struct ReferrerTable: ~Copyable, Sendable {
    private(set) var table = Table<Referrer>(
        tag: Tag.referrer, name: "referrer", sequence: IDSequence.referrer)
    let byRef: UniqueIndex<Referrer, KeyText>
    /// By the fingerprint of the normalised address; a hit is verified against the row.
    let byEmail: Index<Referrer, UInt64, Nothing>

    init() {
        byRef = table.unique(tag: Tag.referrerByRef) { referrer, emit in
            if let ref = referrer.ref { emit(KeyText(ref.bytes)) }
        }
        byEmail = table.index(tag: Tag.referrerByEmail) { referrer, emit in
            if let key = referrer.emailKey { emit(Fingerprint64(key).raw, Nothing()) }
        }
    }
}

extension Referrer {
    /// The address that tells people apart; nil where there is none.
    var emailKey: Text? {
        guard let email, let address = try? Address(argument: email.bytes) else { return nil }
        return address.key
    }
}

extension View {
    /// The referrers with that normalised address, the oldest first.
    mutating func referrers(withEmail key: Text, limit: Int) -> [Referrer] {
        ids(Schema.referrers.byEmail, Fingerprint64(key).raw, limit: limit)
            .compactMap { get(Schema.referrers.table, $0.id) }
            .filter { $0.emailKey == key }
    }
}
