package import LeadlineDigest
package import LeadlineDomain
package import LeadlineStore

// How domain values stand in keys and records. What is written here is a format on disk: a value
// keeps its layout for ever, and a record that needs another gets a new version.

extension RecordField where Self: EntityID {
    package func encode(into writer: inout RecordWriter) { writer.integer(raw) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(raw: try reader.integer())
    }
}

extension KeyPart where Self: EntityID {
    package static var isNumber: Bool { true }
    package func append(to key: inout [UInt8]) { raw.append(to: &key) }
    package static func read(_ key: inout KeyReader) -> Self? {
        UInt64.read(&key).map { Self(raw: $0) }
    }
}

extension LeadID: RecordField, KeyPart {}
extension PartnerID: RecordField, KeyPart {}
extension ReferrerID: RecordField, KeyPart {}
extension CampaignID: RecordField, KeyPart {}
extension DisputeID: RecordField, KeyPart {}

extension RecordField where Self: Vocabulary {
    package func encode(into writer: inout RecordWriter) { writer.integer(rawValue) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        guard let value = Self(rawValue: try reader.integer()) else { throw .invalid }
        self = value
    }
}

extension KeyPart where Self: Vocabulary {
    package func append(to key: inout [UInt8]) { rawValue.append(to: &key) }
    package static func read(_ key: inout KeyReader) -> Self? {
        UInt8.read(&key).flatMap { Self(rawValue: $0) }
    }
}

extension LeadStatus: RecordField, KeyPart {}
extension LeadlineDomain.Direction: RecordField, KeyPart {}
extension LeadSource: RecordField, KeyPart {}
extension LeadStage: RecordField, KeyPart {}
extension LeadOutcome: KeyPart {}
extension FieldType: RecordField {}
extension AssignmentKind: RecordField {}
extension PartnerState: RecordField {}
extension Role: RecordField {}
extension PartnerKind: RecordField {}
extension AreaLevel: RecordField, KeyPart {}

extension Text: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.bytes(bytes) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(try reader.bytes())
    }
}

extension Timestamp: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(milliseconds) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(milliseconds: try reader.read())
    }
}

extension CountryCode: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(text) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let code = try reader.bytes()
        guard let country = CountryCode(code), country.text.bytes == code else { throw .invalid }
        self = country
    }
}

extension Currency: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(text) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        // As it is written and not otherwise: a reply is copied from the stored bytes.
        let code = try reader.bytes()
        guard let currency = Currency(code), currency.text.bytes == code else { throw .invalid }
        self = currency
    }
}

extension Zip: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(country)
        writer.write(code)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let country: CountryCode = try reader.read()
        let code = try reader.bytes()
        guard let zip = try? Zip.parse(code, in: country), zip.code.bytes == code else {
            throw .invalid
        }
        self = zip
    }
}

extension Area: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(text) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let text = try reader.bytes()
        guard let area = try? Area.parse(text), area.text.bytes == text else { throw .invalid }
        self = area
    }
}

extension Payee: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(text) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let text = try reader.bytes()
        guard let payee = Payee(text), payee.text.bytes == text else { throw .invalid }
        self = payee
    }
}

extension CustomField: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(value)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(name: try reader.read(), value: try reader.read())
    }
}

extension Digest256: RecordField {
    package func encode(into writer: inout RecordWriter) {
        withBytes { writer.bytes($0) }
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        guard let digest = Digest256(bytes: try reader.bytes()) else { throw .invalid }
        self = digest
    }
}
