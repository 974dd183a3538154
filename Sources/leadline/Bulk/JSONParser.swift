/// Reads one value of JSON (RFC 8259) from bytes.
package struct JSONParser {
    /// How deep lists and objects may nest.
    package static let depthMax = 16

    /// What is wrong, in words for people.
    package struct Fault: Error, Equatable {
        /// One short phrase.
        package let reason: String
    }

    private let bytes: ArraySlice<UInt8>
    private var at: Int
    private var depth = 0

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    /// The value that the bytes are, with nothing but blanks around it.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(Fault) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value()
        parser.skipBlanks()
        guard parser.peek == nil else { throw parser.fault("more after the end of the value") }
        return value
    }

    private var peek: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

    private func fault(_ reason: String) -> Fault {
        Fault(reason: "\(reason), column \(at - bytes.startIndex + 1)")
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            at += 1
        }
    }

    /// Takes a byte if it comes next.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    // Recursion is bounded by depthMax.
    private mutating func value() throws(Fault) -> JSONValue {
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try nested { (parser) throws(Fault) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(Fault) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
        case nil: throw fault("the line ends too early")
        default: throw fault("no JSON value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(Fault) -> JSONValue
    ) throws(Fault) -> JSONValue {
        guard depth < Self.depthMax else { throw fault("nested too deep") }
        depth += 1
        at += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(Fault) -> JSONValue {
        var items: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(items) }
        while true {
            items.append(try value())
            skipBlanks()
            if take("]") { return .array(items) }
            guard take(",") else { throw fault("a comma or ] is missing") }
        }
    }

    private mutating func object() throws(Fault) -> JSONValue {
        var members: [JSONMember] = []
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw fault("a name in quotes is missing") }
            let name = try string()
            skipBlanks()
            guard take(":") else { throw fault("a colon is missing") }
            members.append(JSONMember(name, try value()))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw fault("a comma or } is missing") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue
    {
        let isThere = word.withUTF8Buffer { bytes[at...].starts(with: $0) }
        guard isThere else { throw fault("no JSON value") }
        at += word.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = at
        _ = take("-")
        let isZero = take("0")
        if !isZero { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func digits() throws(Fault) {
        let start = at
        while let byte = peek, Self.isDigit(byte) { at += 1 }
        guard at > start else { throw fault("a digit is missing") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func string() throws(Fault) -> String {
        at += 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                guard let result = String(validating: text, as: UTF8.self) else {
                    throw fault("not UTF-8")
                }
                return result
            case UInt8(ascii: "\\"):
                at += 1
                try escape(&text)
            case 0..<0x20: throw fault("a control character in a string")
            default:
                text.append(byte)
                at += 1
            }
        }
        throw fault("a string is never closed")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(Fault) {
        guard let byte = peek else { throw fault("a string is never closed") }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw fault("no such escape")
        }
    }

    private mutating func scalar() throws(Fault) -> Character {
        let unit = try hexUnit()
        var code = UInt32(unit)
        if UTF16.isLeadSurrogate(unit) {
            guard take("\\"), take("u") else { throw fault("half a surrogate pair") }
            let low = try hexUnit()
            guard UTF16.isTrailSurrogate(low) else { throw fault("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
        return Character(scalar)
    }

    private mutating func hexUnit() throws(Fault) -> UInt16 {
        let digits = bytes[at...].prefix(4)
        let isHex = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        guard digits.count == 4, isHex,
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("four hexadecimal digits are missing") }
        at += 4
        return unit
    }
}
