import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let scoreRule: UInt8 = 0x68
    static let assessment: UInt8 = 0x69
    static let assessmentByFading: UInt8 = 0x6a
    static let leadByScore: UInt8 = 0x6b
}

extension Cell {
    /// The edition of the score's rules: another one after each change.
    static let scoreEdition: UInt8 = 40
}

extension ScoreGroup: RecordField {}
extension ScoreOperator: RecordField {}

extension ScoreRule: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    package var id: KeyText { KeyText(name.bytes) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(name)
        writer.write(field)
        writer.write(comparison)
        writer.write(value)
        writer.write(Int64(points))
        writer.write(group)
        writer.write(cap.map { Int64($0) })
        writer.write(halfLife?.count)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let name: Text = try reader.read()
        let field: Text = try reader.read()
        let comparison: ScoreOperator = try reader.read()
        let value: Text = try reader.read()
        let points = try reader.read(Int64.self)
        let group: ScoreGroup = try reader.read()
        let cap: Int64? = try reader.read()
        let halfLife: Int64? = try reader.read()
        self.init(
            name: name, field: field, comparison: comparison, value: value,
            points: Int32(clamping: points), group: group, cap: cap.map { Int32(clamping: $0) },
            halfLife: halfLife.map { Seconds($0) })
    }
}

/// The rules of the score, by name.
struct ScoreRuleTable: ~Copyable, Sendable {
    let table = Table<ScoreRule>(tag: Tag.scoreRule, name: "score rule")
}

/// What the score of a lead is made of beside the lead itself; a lead without any has no row.
struct Assessment: StoredRecord {
    static let recordVersion: UInt8 = 1
    let lead: LeadID
    var criteria = Criteria()
    /// How often the customer asked by a nurture link.
    var quotes = Engagement.Tally()
    /// When the score is to be looked at again, because points fade; nil when they do not.
    var fading: Timestamp?

    var id: LeadID { lead }

    init(_ lead: LeadID) { self.lead = lead }

    /// Whether there is nothing to keep.
    var isEmpty: Bool { criteria == Criteria() && quotes.count == 0 && fading == nil }

    func encode(into writer: inout RecordWriter) {
        writer.write(lead)
        writer.write(criteria.budget)
        writer.write(criteria.authority)
        writer.write(criteria.need)
        writer.write(criteria.timeline)
        writer.write(quotes.count)
        writer.write(quotes.last)
        writer.write(fading)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        lead = try reader.read()
        criteria.budget = try reader.read()
        criteria.authority = try reader.read()
        criteria.need = try reader.read()
        criteria.timeline = try reader.read()
        quotes.count = try reader.read()
        quotes.last = try reader.read()
        fading = try reader.read()
    }
}

/// The assessments, and when each is to be looked at again: nothing else has to be walked for that.
struct AssessmentTable: ~Copyable, Sendable {
    private(set) var table = Table<Assessment>(tag: Tag.assessment, name: "assessment")
    let byFading: Index<Assessment, Nothing, Int64>

    init() {
        byFading = table.index(tag: Tag.assessmentByFading) { assessment, emit in
            if let fading = assessment.fading { emit(Nothing(), fading.milliseconds) }
        }
    }
}
