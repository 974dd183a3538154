import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let taxForm: UInt8 = 0xc4
}

extension TaxForm.Kind: RecordField {}
extension TaxRule.Entity: RecordField {}

extension TaxForm: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    package var id: KeyText { KeyText(payee.text.bytes) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(payee)
        writer.write(kind)
        writer.write(created)
        writer.write(version)
        writer.write(name)
        writer.write(address)
        writer.write(entity)
        writer.write(tinLast4)
        writer.write(withhold)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(payee: try reader.read(), kind: try reader.read(), created: try reader.read())
        version = try reader.read()
        name = try reader.read()
        address = try reader.read()
        entity = try reader.read()
        tinLast4 = try reader.read()
        withhold = try reader.read()
        updated = try reader.read()
    }
}

struct TaxFormTable: ~Copyable, Sendable {
    let table = Table<TaxForm>(tag: Tag.taxForm, name: "tax form")
}

extension View {
    /// The form that a payee has on file; nil without one.
    mutating func taxForm(of payee: Payee) -> TaxForm? {
        get(Schema.taxForms.table, KeyText(payee.text.bytes))
    }

    /// Whether a payee is an employee: whom payroll pays, and nothing else.
    mutating func isEmployee(_ payee: Payee) -> Bool {
        guard case .referrer(let id) = payee else { return false }
        return get(Schema.referrers.table, id)?.kind == .employee
    }

    /// Whether a payee has to file a form before it is paid; employees have done so elsewhere.
    mutating func lacksTaxForm(_ payee: Payee, _ settings: Settings) -> Bool {
        settings.requiresTaxForm && taxForm(of: payee) == nil && !isEmployee(payee)
    }
}
