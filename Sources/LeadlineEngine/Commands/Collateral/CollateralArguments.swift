import LeadlineDomain
import LeadlineWire

/// A title of the programme, such as a course's: short, and the same in any case.
struct ProgrammeTitle: Argument {
    static var typeName: String { "title" }
    static var bytesMax: Int { EngineLimits.titleBytesMax }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        let title = argument.trimmed
        guard !title.isEmpty else { throw ValueFault("must not be empty") }
        text = Text(title)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(text.asciiLowercased.bytes)
    }
}

/// Where a list of training goes on: `P7/course`.
struct TrainingCursor: Argument {
    static var typeName: String { "cursor" }
    let id: TrainingID

    init(argument: Bytes) throws(ValueFault) {
        guard let slash = argument.firstIndex(of: UInt8(ascii: "/")),
            let partner = PartnerID(argument[..<slash])
        else { throw ValueFault("\(argument.quoted) is not a cursor of this list") }
        id = TrainingID(partner: partner, course: FoldedName(Text(argument[(slash + 1)...])))
    }

    init(_ id: TrainingID) { self.id = id }

    var text: Text { Text("\(id.partner)/\(id.course.name)") }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}
