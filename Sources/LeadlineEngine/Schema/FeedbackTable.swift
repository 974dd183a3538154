import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let feedback: UInt8 = 0x76
    static let feedbackByPartner: UInt8 = 0x77
    static let feedbackByTime: UInt8 = 0x78
}

/// What names feedback: the lead, and who gives it.
struct FeedbackID: KeyPart, Hashable {
    let lead: LeadID
    let author: KeyText

    func append(to key: inout [UInt8]) {
        lead.append(to: &key)
        author.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> FeedbackID? {
        guard let lead = LeadID.read(&key), let author = KeyText.read(&key) else { return nil }
        return FeedbackID(lead: lead, author: author)
    }
}

extension FeedbackSubject: RecordField {}

extension Feedback: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: FeedbackID { FeedbackID(lead: lead, author: KeyText(author.bytes)) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(lead)
        writer.write(author)
        writer.write(about)
        writer.write(partner)
        writer.write(rating)
        writer.write(text)
        writer.write(at)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            lead: try reader.read(), author: try reader.read(), about: try reader.read(),
            partner: try reader.read(), rating: try reader.read(), text: try reader.read(),
            at: try reader.read())
        guard Self.ratings.contains(rating) else { throw .invalid }
    }

    /// Where it stands among others: its milliseconds, what is before 1970 at the front.
    var order: Int64 { max(at.milliseconds, 0) }
}

/// All feedback; that on one lead is found by the lead, which its ids begin with.
struct FeedbackTable: ~Copyable, Sendable {
    private(set) var table = Table<Feedback>(tag: Tag.feedback, name: "feedback")
    let byPartner: Index<Feedback, PartnerID, Int64>
    let byTime: Index<Feedback, Nothing, Int64>

    init() {
        byPartner = table.index(tag: Tag.feedbackByPartner) { feedback, emit in
            emit(feedback.partner, feedback.order)
        }
        byTime = table.index(tag: Tag.feedbackByTime) { feedback, emit in
            emit(Nothing(), feedback.order)
        }
    }
}
