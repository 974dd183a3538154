/// Rows as lines of JSON: every byte is the character with its number, so that nothing is lost and
/// what is ASCII can be read.
enum DumpText {
    /// Appends bytes as a JSON string.
    static func append(_ bytes: some Sequence<UInt8>, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case 0x20..<0x7F: line.append(byte)
            default:
                line += "\\u00".utf8
                line.append(hexDigit(byte >> 4))
                line.append(hexDigit(byte & 15))
            }
        }
        line.append(UInt8(ascii: "\""))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

/// A value in a line of a dump.
enum DumpValue: Equatable {
    /// A string, each character of which is a byte.
    case bytes([UInt8])
    /// A whole number.
    case number(UInt64)
}

/// Reads one line of a dump: a JSON object of strings and whole numbers, however it is spaced.
struct DumpLineReader {
    private let line: [UInt8]
    private var index = 0

    /// Starts at the line's first byte.
    init(_ line: [UInt8]) { self.line = line }

    /// The members in their order; nil when the line is something else.
    mutating func members() -> [(name: [UInt8], value: DumpValue)]? {
        var members: [(name: [UInt8], value: DumpValue)] = []
        guard take(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let name = string(), take(UInt8(ascii: ":")), let value = value() else {
                return nil
            }
            members.append((name, value))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { return nil }
        skipBlanks()
        return index == line.count ? members : nil
    }

    private mutating func skipBlanks() {
        while index < line.count, [0x20, 0x09, 0x0D].contains(line[index]) { index += 1 }
    }

    /// Steps over a sign and the blanks before it; false when another one stands there.
    private mutating func take(_ sign: UInt8) -> Bool {
        skipBlanks()
        guard index < line.count, line[index] == sign else { return false }
        index += 1
        return true
    }

    private mutating func value() -> DumpValue? {
        skipBlanks()
        guard index < line.count else { return nil }
        if line[index] == UInt8(ascii: "\"") { return string().map { .bytes($0) } }
        let start = index
        while index < line.count, (0x30...0x39).contains(line[index]) { index += 1 }
        return Decimals.wide(line[start..<index]).map { .number($0) }
    }

    private mutating func string() -> [UInt8]? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var bytes: [UInt8] = []
        while index < line.count {
            let byte = line[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return bytes
            case UInt8(ascii: "\\"):
                guard let escaped = escaped() else { return nil }
                bytes.append(escaped)
            case 0x20..<0x80: bytes.append(byte)
            case 0xC2, 0xC3:
                // Written out in UTF-8, as other programs do with what is not ASCII.
                guard index < line.count, line[index] & 0xC0 == 0x80 else { return nil }
                bytes.append((byte & 3) << 6 | line[index] & 0x3F)
                index += 1
            default: return nil
            }
        }
        return nil
    }

    private mutating func escaped() -> UInt8? {
        guard index < line.count else { return nil }
        let sign = line[index]
        index += 1
        switch sign {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return sign
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            guard line.count - index >= 4 else { return nil }
            let digits = String(decoding: line[index..<index + 4], as: UTF8.self)
            index += 4
            guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
            else { return nil }
            return UInt8(digits, radix: 16)
        default: return nil
        }
    }
}
