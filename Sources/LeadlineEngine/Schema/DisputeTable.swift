import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let dispute: UInt8 = 0x62
    static let disputeByDisputant: UInt8 = 0x63
    static let disputeOpen: UInt8 = 0x64
    static let disputeNote: UInt8 = 0x65
    static let disputeByPerson: UInt8 = 0x60
}

extension IDSequence {
    static let dispute: UInt8 = 6
}

extension DisputeState: RecordField {}

extension Dispute: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(lead)
        writer.write(email)
        writer.write(emailKey)
        writer.write(disputant)
        writer.write(author)
        writer.write(reason)
        writer.write(created)
        writer.write(version)
        writer.write(state)
        writer.write(winner)
        writer.write(resolution)
        writer.write(updated)
        writer.write(closed)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), lead: try reader.read(), email: try reader.read(),
            emailKey: try reader.read(), disputant: try reader.read(), author: try reader.read(),
            reason: try reader.read(), created: try reader.read())
        version = try reader.read()
        state = try reader.read()
        winner = try reader.read()
        resolution = try reader.read()
        updated = try reader.read()
        closed = try reader.read()
    }
}

/// A dispute's note as its key.
struct DisputeNoteID: KeyPart, Hashable {
    let dispute: DisputeID
    let number: UInt32

    func append(to key: inout [UInt8]) {
        dispute.append(to: &key)
        number.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> DisputeNoteID? {
        guard let dispute = DisputeID.read(&key), let number = UInt32.read(&key) else {
            return nil
        }
        return DisputeNoteID(dispute: dispute, number: number)
    }
}

extension DisputeNote: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: DisputeNoteID { DisputeNoteID(dispute: dispute, number: number) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(dispute)
        writer.write(number)
        writer.write(at)
        writer.write(author)
        writer.write(shared)
        writer.write(text)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            dispute: try reader.read(), number: try reader.read(), at: try reader.read(),
            author: try reader.read(), shared: try reader.read(), text: try reader.read())
    }
}

/// Who objects to whose lead it is.
struct DisputeTable: ~Copyable, Sendable {
    private(set) var table = Table<Dispute>(
        tag: Tag.dispute, name: "dispute", sequence: IDSequence.dispute)
    private(set) var notes = Table<DisputeNote>(tag: Tag.disputeNote, name: "dispute note")
    /// Under who earns and raised it, and under the user who did.
    let byDisputant: Index<Dispute, KeyText, Nothing>
    /// Open ones, all together, under their lead, and those by address under disputant and
    /// customer.
    let open: Index<Dispute, KeyText, Nothing>
    /// Those that were not erased, under lead and customer.
    let byPerson: Index<Dispute, KeyText, Nothing>

    init() {
        byDisputant = table.index(tag: Tag.disputeByDisputant) { dispute, emit in
            if let disputant = dispute.disputant { emit(Outsider(disputant).key, Nothing()) }
            emit(Outsider.user(dispute.author).key, Nothing())
        }
        open = table.index(tag: Tag.disputeOpen) { dispute, emit in
            guard dispute.state == .open else { return }
            emit(Dispute.openKey, Nothing())
            if let lead = dispute.lead { emit(KeyText(lead.text.bytes), Nothing()) }
            if dispute.email != nil, let key = dispute.emailKey {
                emit(Dispute.customerKey(key, disputedBy: dispute.raiser), Nothing())
            }
        }
        byPerson = table.index(tag: Tag.disputeByPerson) { dispute, emit in
            guard !dispute.isErased else { return }
            if let lead = dispute.lead { emit(KeyText(lead.text.bytes), Nothing()) }
            if let key = dispute.emailKey { emit(Dispute.personKey(key), Nothing()) }
        }
    }
}

extension Dispute {
    /// What all open ones stand under; no id.
    static let openKey = KeyText(Text("open").bytes)

    /// What disputes about a customer are found by; no id.
    static func personKey(_ email: Text) -> KeyText {
        KeyText(Text("@\(Fingerprint64(email).raw)").bytes)
    }

    /// Who counts as having raised it: whoever earns, else the user.
    var raiser: Outsider { disputant.map { Outsider($0) } ?? .user(author) }

    /// What an open dispute about a customer is found by.
    static func customerKey(_ email: Text, disputedBy raiser: Outsider) -> KeyText {
        KeyText(Text("\(raiser.text) \(Fingerprint64(email).raw)").bytes)
    }
}

extension View {
    /// The oldest open dispute about a lead.
    mutating func openDispute(about lead: LeadID) -> DisputeID? {
        ids(Schema.disputes.open, KeyText(lead.text.bytes), limit: 1).first?.id
    }

    /// The open disputes about a lead, the oldest first.
    mutating func openDisputes(about lead: LeadID) -> [Dispute] {
        ids(Schema.disputes.open, KeyText(lead.text.bytes), limit: EngineLimits.scanRowsMax)
            .compactMap { get(Schema.disputes.table, $0.id) }
    }

    /// A dispute's notes, the oldest first.
    mutating func notes(on dispute: DisputeID) -> [DisputeNote] {
        rows(of: Schema.disputes.notes, under: dispute, limit: DisputeNote.countMax)
    }
}
