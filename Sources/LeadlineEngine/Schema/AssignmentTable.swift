import LeadlineDomain
package import LeadlineStore

extension Candidate: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(partner)
        writer.write(rank)
        writer.write(reason)
        writer.write(level)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            partner: try reader.read(), rank: try reader.read(), reason: try reader.read(),
            level: try reader.read())
    }
}

extension Assignment: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(lead)
        writer.write(partner)
        writer.write(at)
        writer.write(how)
        writer.write(actor)
        writer.write(candidates)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), lead: try reader.read(), partner: try reader.read(),
            at: try reader.read(), how: try reader.read(), actor: try reader.read(),
            candidates: try reader.read())
    }
}

/// Every assignment ever made: what fair routing counts and explains by.
struct AssignmentTable: ~Copyable, Sendable {
    private(set) var table = Table<Assignment>(
        tag: Tag.assignment, name: "assignment", sequence: IDSequence.assignment)
    let byPartner: Index<Assignment, PartnerID, Int64>
    let byLead: Index<Assignment, LeadID, Nothing>
    /// Per partner and day since 1970, so that a month is at most thirty-one lookups.
    let perDay: Tally<Assignment, Pair<PartnerID, Int64>>

    init() {
        byPartner = table.index(tag: Tag.assignmentByPartner) { assignment, emit in
            emit(assignment.partner, assignment.at.milliseconds)
        }
        byLead = table.index(tag: Tag.assignmentByLead) { assignment, emit in
            emit(assignment.lead, Nothing())
        }
        perDay = table.tally(tag: Tag.assignmentsPerDay) { assignment, emit in
            emit(Pair(assignment.partner, assignment.at.day))
        }
    }
}

extension Timestamp {
    /// Whole days since 1970, in UTC.
    var day: Int64 {
        milliseconds >= 0
            ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
    }
}

/// A note's place: its lead and its number there.
struct NoteID: KeyPart, Hashable {
    let lead: LeadID
    let number: UInt32

    func append(to key: inout [UInt8]) {
        lead.append(to: &key)
        number.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> NoteID? {
        guard let lead = LeadID.read(&key), let number = UInt32.read(&key) else { return nil }
        return NoteID(lead: lead, number: number)
    }
}

extension Note: StoredRecord {
    // Version 1 did not keep the partner.
    package static var recordVersion: UInt8 { 2 }
    var id: NoteID { NoteID(lead: lead, number: number) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(lead)
        writer.write(number)
        writer.write(at)
        writer.write(author)
        writer.write(shared)
        writer.write(text)
        writer.write(partner)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            lead: try reader.read(), number: try reader.read(), at: try reader.read(),
            author: try reader.read(), shared: try reader.read(), text: try reader.read(),
            partner: reader.version < 2 ? nil : try reader.read())
    }
}

struct NoteTable: ~Copyable, Sendable {
    private(set) var table = Table<Note>(tag: Tag.note, name: "note")
    let byLead: Index<Note, LeadID, Nothing>

    init() {
        byLead = table.index(tag: Tag.noteByLead) { note, emit in emit(note.lead, Nothing()) }
    }
}
