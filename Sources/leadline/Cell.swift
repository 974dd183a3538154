package import LeadlineClient

/// A value as one cell of a row, in the escapes of the TEXT dialect.
///
/// No cell holds a TAB, a line end or anything that moves a terminal's cursor or reorders text,
/// and every cell pastes back into a double-quoted request word.
package enum Cell {
    /// How an absent value is written.
    package static let null = "\\N"

    /// The cell of a value; a nested one is compact JSON.
    package static func text(_ reply: Reply) -> String {
        switch reply {
        case .null: null
        case .bool(let flag): flag ? "1" : "0"
        case .integer(let number): String(number)
        case .double(let number): "\(number)"
        case .status(let word): escaped(word)
        case .text(let text): escaped(text)
        case .string(let bytes): escaped(bytes)
        case .error(let refusal): escaped("-\(refusal)")
        case .list, .map: escaped(JSONText.text(reply))
        }
    }

    /// Text with its control and bidirectional characters escaped.
    package static func escaped(_ text: String) -> String {
        // Most cells are plain words; looking is much cheaper than building.
        if text.utf8.allSatisfy(isPlain) { return text }
        var result = ""
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    /// Text as it was typed, with nothing in it that moves the cursor: backslashes stay alone.
    package static func controlsEscaped(_ text: String) -> String {
        text.unicodeScalars.split(separator: "\\", omittingEmptySubsequences: false)
            .map { escaped(String($0)) }.joined(separator: "\\")
    }

    /// Bytes with those escaped that are not UTF-8, too.
    package static func escaped(_ bytes: [UInt8]) -> String {
        if bytes.allSatisfy(isPlain) { return String(decoding: bytes, as: UTF8.self) }
        if let text = String(validating: bytes, as: UTF8.self) { return escaped(text) }
        return bytes.reduce(into: "") { result, byte in
            if byte < 0x80 {
                append(Unicode.Scalar(byte), to: &result)
            } else {
                appendHex(byte, to: &result)
            }
        }
    }

    /// Whether a byte is printable ASCII that no escape begins with.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\")
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\\": result += "\\\\"
        case "\t": result += "\\t"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
            "\u{2066}"..."\u{2069}":
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                appendHex(byte, to: &result)
            }
        default: result.unicodeScalars.append(scalar)
        }
    }

    private static func appendHex(_ byte: UInt8, to result: inout String) {
        let digits = String(byte, radix: 16)
        result += digits.utf8.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
    }
}
