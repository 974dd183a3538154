import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let collateral: UInt8 = 0x8b
    static let training: UInt8 = 0x8c
}

extension Collateral: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: FoldedName { FoldedName(name) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(url)
        writer.write(service)
        writer.write(tier)
        writer.write(created)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            name: try reader.read(), url: try reader.read(), service: try reader.read(),
            tier: try reader.read(), created: try reader.read())
    }
}

struct CollateralTable: ~Copyable, Sendable {
    let table = Table<Collateral>(tag: Tag.collateral, name: "collateral")
}

/// A partner's course as its key.
struct TrainingID: KeyPart, Hashable {
    let partner: PartnerID
    let course: FoldedName

    func append(to key: inout [UInt8]) {
        partner.append(to: &key)
        course.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> TrainingID? {
        guard let partner = PartnerID.read(&key), let course = FoldedName.read(&key) else {
            return nil
        }
        return TrainingID(partner: partner, course: course)
    }
}

extension Training: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: TrainingID { TrainingID(partner: partner, course: FoldedName(course)) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(partner)
        writer.write(course)
        writer.write(at)
        writer.write(author)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            partner: try reader.read(), course: try reader.read(), at: try reader.read(),
            author: try reader.read())
    }
}

struct TrainingTable: ~Copyable, Sendable {
    let table = Table<Training>(tag: Tag.training, name: "training")
}
