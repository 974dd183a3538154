import LeadlineDomain
package import LeadlineStore

extension Partner: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(name)
        writer.write(currency)
        writer.write(created)
        writer.write(version)
        writer.write(state)
        writer.write(kind)
        writer.write(email)
        writer.write(phone)
        writer.write(contact)
        writer.write(contact2)
        writer.write(manager)
        writer.write(tier)
        writer.write(tierPinned)
        writer.write(parent)
        writer.write(weight)
        writer.write(capacity)
        writer.write(timezone)
        writer.write(hours)
        writer.write(terms)
        writer.write(profile)
        writer.write(ref)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), name: try reader.read(), currency: try reader.read(),
            created: try reader.read())
        version = try reader.read()
        state = try reader.read()
        kind = try reader.read()
        email = try reader.read()
        phone = try reader.read()
        contact = try reader.read()
        contact2 = try reader.read()
        manager = try reader.read()
        tier = try reader.read()
        tierPinned = try reader.read()
        parent = try reader.read()
        weight = try reader.read()
        capacity = try reader.read()
        timezone = try reader.read()
        hours = try reader.read()
        terms = try reader.read()
        profile = try reader.read()
        ref = try reader.read()
        updated = try reader.read()
    }
}

extension Commission: RecordField {
    // Numbers are on disk: never reuse one, never renumber.
    private static let rateKind: UInt8 = 1
    private static let fixedKind: UInt8 = 2

    package func encode(into writer: inout RecordWriter) {
        switch self {
        case .rate(let rate):
            writer.write(Self.rateKind)
            writer.write(rate.millionths)
        case .fixed(let minor):
            writer.write(Self.fixedKind)
            writer.write(minor)
        }
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt8.self) {
        case Self.rateKind:
            guard let rate = Rate(millionths: try reader.read()) else { throw .invalid }
            self = .rate(rate)
        case Self.fixedKind: self = .fixed(try reader.read())
        default: throw .invalid
        }
    }
}

struct PartnerTable: ~Copyable, Sendable {
    private(set) var table = Table<Partner>(
        tag: Tag.partner, name: "partner", sequence: IDSequence.partner)
    let byRef: UniqueIndex<Partner, KeyText>
    /// The whole name in lower case, for prefix search.
    let byName: Index<Partner, Nothing, KeyText>

    init() {
        byRef = table.unique(tag: Tag.partnerByRef) { partner, emit in
            if let ref = partner.ref { emit(KeyText(ref.bytes)) }
        }
        byName = table.index(tag: Tag.partnerByName) { partner, emit in
            emit(Nothing(), KeyText(partner.name.asciiLowercased.bytes))
        }
    }
}
