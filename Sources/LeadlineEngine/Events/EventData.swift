import LeadlineDomain

/// Builds the one JSON object that an event carries.
struct EventData: Sendable {
    private(set) var bytes: [UInt8]

    init() {
        bytes = []
        bytes.reserveCapacity(256)
        bytes.append(UInt8(ascii: "{"))
    }

    var isEmpty: Bool { bytes.count == 1 }

    /// The finished object.
    consuming func closed() -> Text {
        bytes.append(UInt8(ascii: "}"))
        return Text(bytes)
    }

    /// A field's value.
    mutating func member(_ name: StaticString, _ value: FieldValue) {
        beginMember(name)
        append(value)
    }

    /// A change: `"status":["new","review"]`.
    mutating func member(_ name: StaticString, from old: FieldValue, to new: FieldValue) {
        beginMember(name)
        bytes.append(UInt8(ascii: "["))
        append(old)
        bytes.append(UInt8(ascii: ","))
        append(new)
        bytes.append(UInt8(ascii: "]"))
    }

    /// A value that is JSON already.
    mutating func member(_ name: StaticString, json: some Sequence<UInt8>) {
        beginMember(name)
        bytes.append(contentsOf: json)
    }

    /// The members of another object, `{…}`, added to this one's.
    mutating func merge(_ object: ArraySlice<UInt8>) {
        let members = object.dropFirst().dropLast()
        guard !members.isEmpty else { return }
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: members)
    }

    /// The members of another object whose names `keeps` lets through.
    mutating func merge(_ object: ArraySlice<UInt8>, keeping keeps: (ArraySlice<UInt8>) -> Bool) {
        for member in Self.members(of: object) where keeps(Self.name(of: member)) {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: member)
        }
    }

    /// What stands behind a name in an object that was built here, as JSON; nil when none does.
    static func value(of name: StaticString, in object: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let member = members(of: object).first { member in
            name.withUTF8Buffer { Self.name(of: member).elementsEqual($0) }
        }
        return member.map { member in member.drop { $0 != UInt8(ascii: ":") }.dropFirst() }
    }

    /// The name of a member; what is built here has plain ones.
    private static func name(of member: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        member.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
    }

    /// The members of an object that was built here, each with its name.
    private static func members(of object: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var members: [ArraySlice<UInt8>] = []
        let inner = object.dropFirst().dropLast()
        var start = inner.startIndex
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in inner.indices {
            let byte = inner[index]
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                members.append(inner[start..<index])
                start = index + 1
            default: break
            }
        }
        return start < inner.endIndex ? members + [inner[start...]] : members
    }

    private mutating func beginMember(_ name: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ value: FieldValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .text(let text), .id(let text): append(quoting: text.bytes)
        case .word(let word): append(quoting: word.text)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .yesNo(let flag): append(quoting: flag ? "yes" : "no")
        case .time(let time): append(quoting: time.text.bytes)
        case .amount(let amount): append(quoting: amount.text.bytes)
        case .texts(let texts): append(list: texts)
        case .pairs(let pairs): append(pairs: pairs)
        }
    }

    private mutating func append(list texts: [Text]) {
        bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(quoting: text.bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(pairs: [TextPair]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, pair) in pairs.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(quoting: pair.name.bytes)
            bytes.append(UInt8(ascii: ":"))
            append(quoting: pair.value.bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(quoting word: StaticString) {
        bytes.append(UInt8(ascii: "\""))
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(quoting text: ArraySlice<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        let isPlain = text.withUnsafeBytes { text in
            guard JSONEscape.isNeedless(text) else { return false }
            bytes.append(contentsOf: text)
            return true
        }
        guard !isPlain else { return }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0..<0x20, 0x7f:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }
}
