import LeadlineDomain
import LeadlineWire

/// A record that attachments can be on, by id; a `ref:` is a lead's.
enum AttachmentHolder: Argument {
    case lead(LeadReference)
    case dispute(DisputeID)

    static var typeName: String { "lead|dispute" }
    static var naming: RecordNaming { .one }

    init(argument: Bytes) throws(ValueFault) {
        if let id = DisputeID(argument) {
            self = .dispute(id)
        } else {
            self = .lead(try LeadReference(argument: argument))
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .lead(let reference): reference.feed(&fingerprint)
        case .dispute(let id): fingerprint.feed(id.text.bytes)
        }
    }
}

/// What an attachment is called: text without control characters.
struct AttachmentName: Argument {
    static var typeName: String { "text" }
    static var isSensitive: Bool { true }
    static var bytesMax: Int { EngineLimits.attachmentNameBytesMax }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        guard !name.isEmpty, name.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw ValueFault("must not be empty or hold control characters")
        }
        guard !CardNumber.appears(in: name) else {
            throw ValueFault("looks like a card number, which is never stored")
        }
        text = Text(name)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension MediaType: Argument {
    static var typeName: String { "type/subtype" }
    init(argument: Bytes) throws(ValueFault) { self = try MediaType.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension WebAddress: Argument {
    static var typeName: String { "url" }
    static var isSensitive: Bool { true }
    init(argument: Bytes) throws(ValueFault) { self = try WebAddress.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A keyword with bytes of any kind: as they are in an array, in base64 on a line.
struct BinaryKeyword: Parameter {
    let name: String
    init(_ name: String) { self.name = name }

    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: "bytes", isKeyword: true, isRequired: false,
                isRepeatable: false, valueCount: 1, isSensitive: true)
        ]
    }

    func take(_ request: inout Request) throws(Rejection) -> Bytes? {
        guard let argument = request.takeSlot() else { return nil }
        let bytes = try decoded(argument, isRaw: request.frame.isRESP)
        guard bytes.count <= EngineLimits.attachmentBytesMax else {
            throw Rejection(
                .limit, "\(name.lowercased()): at most \(EngineLimits.attachmentBytesMax) bytes",
                field: name.lowercased())
        }
        if request.fingerprint.isKept { request.fingerprint.feed(bytes) }
        return bytes
    }

    private func decoded(_ argument: Bytes, isRaw: Bool) throws(Rejection) -> Bytes {
        guard !isRaw else { return argument }
        return try checking(name.lowercased()) { () throws(ValueFault) in
            try Base64.decode(argument)[...]
        }
    }
}
