import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let touch: UInt8 = 0x66
}

extension Contributor: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(text) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        guard let contributor = Contributor(try reader.bytes()) else { throw .invalid }
        self = contributor
    }
}

/// A touch's place: its lead and its number there.
struct TouchID: KeyPart, Hashable {
    let lead: LeadID
    let number: UInt32

    func append(to key: inout [UInt8]) {
        lead.append(to: &key)
        number.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> TouchID? {
        guard let lead = LeadID.read(&key), let number = UInt32.read(&key) else { return nil }
        return TouchID(lead: lead, number: number)
    }
}

extension Touch: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: TouchID { TouchID(lead: lead, number: number) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(lead)
        writer.write(number)
        writer.write(contributor)
        writer.write(at)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            lead: try reader.read(), number: try reader.read(), contributor: try reader.read(),
            at: try reader.read())
    }
}

/// Who influenced which customer, and when.
struct TouchTable: ~Copyable, Sendable {
    let table = Table<Touch>(tag: Tag.touch, name: "touch")
}

extension View {
    /// A lead's touches in the order in which they happened; at one time, in which they were told.
    mutating func touches(of lead: LeadID) -> [Touch] {
        rows(of: Schema.touches.table, under: lead, limit: Touch.countMax)
            .sorted { ($0.at, $0.number) < ($1.at, $1.number) }
    }
}
