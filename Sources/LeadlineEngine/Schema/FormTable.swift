import LeadlineDomain
package import LeadlineStore

extension FieldNumber: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(scaled) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(scaled: try reader.read())
    }
}

extension FormField: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(choices)
        writer.write(isRequired)
        writer.write(isPersonal)
        writer.write(min)
        writer.write(max)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            name: try reader.read(), type: try reader.read(), choices: try reader.read(),
            isRequired: try reader.read(), isPersonal: try reader.read(), min: try reader.read(),
            max: try reader.read())
    }
}

extension ServiceForm: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: FoldedName { FoldedName(service) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(service)
        writer.write(fields)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(service: try reader.read(), fields: try reader.read())
    }
}

/// The forms, one for each service that asks for custom fields.
struct FormTable: ~Copyable, Sendable {
    private(set) var table = Table<ServiceForm>(tag: Tag.form, name: "form")
}
