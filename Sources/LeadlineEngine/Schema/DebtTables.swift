import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let repayment: UInt8 = 0xc5
    static let forgiveness: UInt8 = 0xc6
}

extension Repayment: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    // What names it for the bank names it here: the same money is not noted twice.
    package var id: KeyText { KeyText(ref.bytes) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(ref)
        writer.write(payee)
        writer.write(currency)
        writer.write(amount)
        writer.write(author)
        writer.write(at)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            ref: try reader.read(), payee: try reader.read(), currency: try reader.read(),
            amount: try reader.read(), author: try reader.read(), at: try reader.read())
    }
}

struct RepaymentTable: ~Copyable, Sendable {
    let table = Table<Repayment>(tag: Tag.repayment, name: "repayment")
}

extension Forgiveness: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    package var id: StandingID { StandingID(payee: payee, currency: currency) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(payee)
        writer.write(currency)
        writer.write(amount)
        writer.write(reason)
        writer.write(author)
        writer.write(at)
        writer.write(version)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            payee: try reader.read(), currency: try reader.read(), amount: try reader.read(),
            reason: try reader.read(), author: try reader.read(), at: try reader.read())
        version = try reader.read()
    }
}

struct ForgivenessTable: ~Copyable, Sendable {
    let table = Table<Forgiveness>(tag: Tag.forgiveness, name: "forgiveness")
}
