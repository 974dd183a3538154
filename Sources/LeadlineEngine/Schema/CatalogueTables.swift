import LeadlineDomain
package import LeadlineStore

extension Service: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    /// Two spellings are one service.
    var id: FoldedName { FoldedName(name) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(text)
        writer.write(created)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(name: try reader.read(), text: try reader.read(), created: try reader.read())
    }
}

struct ServiceTable: ~Copyable, Sendable {
    private(set) var table = Table<Service>(tag: Tag.service, name: "service")
}

/// One line of coverage as its key.
struct CoverageID: KeyPart, Hashable {
    let partner: PartnerID
    let service: Text
    let area: Text

    func append(to key: inout [UInt8]) {
        partner.append(to: &key)
        KeyText(service.bytes).append(to: &key)
        KeyText(area.bytes).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> CoverageID? {
        guard let partner = PartnerID.read(&key), let service = KeyText.read(&key),
            let area = KeyText.read(&key)
        else { return nil }
        return CoverageID(
            partner: partner, service: Text(service.bytes), area: Text(area.bytes))
    }
}

extension Coverage: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: CoverageID { CoverageID(partner: partner, service: service, area: area.text) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(partner)
        writer.write(service)
        writer.write(area)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            partner: try reader.read(), service: try reader.read(), area: try reader.read())
    }
}

struct CoverageTable: ~Copyable, Sendable {
    private(set) var table = Table<Coverage>(tag: Tag.coverage, name: "coverage")
    /// By partner comes with the primary key; these two serve routing and COVER.LIST.
    let byArea: Index<Coverage, KeyText, Nothing>
    let byService: Index<Coverage, KeyText, Nothing>

    init() {
        byArea = table.index(tag: Tag.coverageByArea) { coverage, emit in
            emit(KeyText(coverage.area.text.bytes), Nothing())
        }
        byService = table.index(tag: Tag.coverageByService) { coverage, emit in
            emit(KeyText(coverage.service.bytes), Nothing())
        }
    }
}

/// A postal code with its country as a key.
struct TerritoryID: KeyPart, Hashable {
    let country: UInt16
    let code: Text

    init(_ zip: Zip) {
        country = zip.country.packed
        code = zip.code
    }

    private init(country: UInt16, code: Text) {
        self.country = country
        self.code = code
    }

    func append(to key: inout [UInt8]) {
        country.append(to: &key)
        KeyText(code.bytes).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> TerritoryID? {
        guard let country = UInt16.read(&key), let code = KeyText.read(&key) else { return nil }
        return TerritoryID(country: country, code: Text(code.bytes))
    }
}

extension Territory: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: TerritoryID { TerritoryID(zip) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(zip)
        writer.write(partner)
        writer.write(since)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(zip: try reader.read(), partner: try reader.read(), since: try reader.read())
    }
}

struct TerritoryTable: ~Copyable, Sendable {
    private(set) var table = Table<Territory>(tag: Tag.territory, name: "territory")
    let byPartner: Index<Territory, PartnerID, Nothing>

    init() {
        byPartner = table.index(tag: Tag.territoryByPartner) { territory, emit in
            emit(territory.partner, Nothing())
        }
    }
}
