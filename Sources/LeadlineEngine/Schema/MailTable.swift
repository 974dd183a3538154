import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let mail: UInt8 = 0x70
    static let mailByCustomer: UInt8 = 0x71
}

extension IDSequence {
    static let mail: UInt8 = 50
}

extension Mail: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: UInt64 { number }

    package func encode(into writer: inout RecordWriter) {
        writer.write(number)
        writer.write(email)
        writer.write(emailKey)
        writer.write(at)
        writer.write(from)
        writer.write(subject)
        writer.write(body)
        writer.write(author)
        writer.write(partner)
        writer.write(logged)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            number: try reader.read(), email: try reader.read(), emailKey: try reader.read(),
            at: try reader.read(), from: try reader.read(), subject: try reader.read(),
            body: try reader.read(), author: try reader.read(), partner: try reader.read(),
            logged: try reader.read())
    }

    /// Where it stands among a customer's mail: its milliseconds, what is before 1970 at the front.
    var order: Int64 { max(at.milliseconds, 0) }
}

/// All mail, found by the customer's address.
struct MailTable: ~Copyable, Sendable {
    private(set) var table = Table<Mail>(tag: Tag.mail, name: "mail", sequence: IDSequence.mail)
    /// By the fingerprint of the address, in the order of time; a hit is verified against the row.
    let byCustomer: Index<Mail, UInt64, Int64>

    init() {
        byCustomer = table.index(tag: Tag.mailByCustomer) { mail, emit in
            emit(Fingerprint64(mail.emailKey).raw, mail.order)
        }
    }
}

/// A mail's place among a customer's.
typealias MailPlace = (order: Int64, id: UInt64)

extension View {
    /// Mail under a customer's fingerprint behind a place, the newest first; another customer's may
    /// be among it.
    mutating func mail(ofCustomer key: Text, after place: MailPlace?, limit: Int) -> [Mail] {
        let places = ids(
            Schema.mail.byCustomer, Fingerprint64(key).raw, after: place, .descending, limit: limit)
        return places.compactMap { get(Schema.mail.table, $0.id) }
    }
}
