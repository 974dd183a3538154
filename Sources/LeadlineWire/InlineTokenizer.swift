/// Splits an inline request into arguments, as Redis's `sdssplitargs` does.
///
/// Arguments are separated by blanks. Double quotes know `\n \r \t \b \a`, `\xHH`, and any other
/// character after a backslash as itself; single quotes know only `\'`. A quote may open within a
/// word, but must close at its end.
struct InlineTokenizer {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    private static let doubleQuote = UInt8(ascii: "\"")
    private static let singleQuote = UInt8(ascii: "'")
    private static let backslash = UInt8(ascii: "\\")

    /// A tokeniser of text that is valid UTF-8 without NUL.
    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// Fills the frame with all arguments, or answers what is wrong.
    mutating func split(into frame: inout Frame, _ limits: FramingLimits) -> WireError? {
        frame.removeAll()
        while skipBlanks() {
            guard frame.count < limits.argumentCountMax else { return .tooManyArguments }
            guard readWord(into: &frame) else { return .quotes }
            guard frame.openByteCount <= limits.argumentBytesMax else { return .argumentTooLong }
            frame.endArgument()
        }
        return nil
    }

    /// Whether anything comes after the blanks.
    private mutating func skipBlanks() -> Bool {
        while position < text.count, InlineLine.isBlank(text[position]) { position += 1 }
        return position < text.count
    }

    /// Reads up to the blank or the closing quote that ends the argument.
    private mutating func readWord(into frame: inout Frame) -> Bool {
        let start = position
        while position < text.count {
            switch text[position] {
            case Self.doubleQuote:
                frame.push(text[start..<position])
                position += 1
                return readDoubleQuoted(into: &frame)
            case Self.singleQuote:
                frame.push(text[start..<position])
                position += 1
                return readSingleQuoted(into: &frame)
            // A bare word does not end at VT or FF, although they are blanks before one.
            case 0x20, 0x09, 0x0A, 0x0D:
                frame.push(text[start..<position])
                return true
            default: position += 1
            }
        }
        frame.push(text[start..<position])
        return true
    }

    private mutating func readDoubleQuoted(into frame: inout Frame) -> Bool {
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case Self.doubleQuote: return isAtWordEnd
            case Self.backslash:
                guard position < text.count else { return false }
                frame.push(readEscape())
            default: frame.push(byte)
            }
        }
        return false
    }

    private mutating func readSingleQuoted(into frame: inout Frame) -> Bool {
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == Self.singleQuote { return isAtWordEnd }
            let escapesQuote = byte == Self.backslash && position < text.count
            if escapesQuote, text[position] == Self.singleQuote {
                frame.push(Self.singleQuote)
                position += 1
            } else {
                frame.push(byte)
            }
        }
        return false
    }

    /// Reads what follows a backslash, of which there is at least one byte.
    private mutating func readEscape() -> UInt8 {
        let byte = text[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "a"): return 0x07
        case UInt8(ascii: "x"):
            guard position + 1 < text.count, let high = Hex.value(text[position]),
                let low = Hex.value(text[position + 1])
            else { return byte }
            position += 2
            return high << 4 | low
        default: return byte
        }
    }

    /// Whether the argument may end here, after its closing quote.
    private var isAtWordEnd: Bool {
        position == text.count || InlineLine.isBlank(text[position])
    }
}

/// Hexadecimal digits, written in lower case.
enum Hex {
    /// What a digit stands for, nil for any other byte.
    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit for the lower four bits.
    static func digit(_ value: UInt8) -> UInt8 {
        let low = value & 0x0F
        return low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
    }
}
