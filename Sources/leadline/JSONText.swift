import FoundationEssentials
package import LeadlineClient

/// A value as one line of compact JSON.
package enum JSONText {
    /// The JSON of a reply; a page becomes an object of `rows` and `next`.
    ///
    /// Bytes that are not UTF-8 are base64, as in the server's own JSON dialect.
    package static func text(_ reply: Reply) -> String {
        var result = ""
        if let page = reply.page {
            result += "{\"rows\":"
            append(.list(page.rows.map { .map($0) }), to: &result)
            result += ",\"next\":"
            append(page.next.map { .status($0) } ?? .null, to: &result)
            result += "}"
        } else {
            append(reply, to: &result)
        }
        return result
    }

    // Recursion follows the reply's own nesting, which the reader of the wire bounds.
    private static func append(_ reply: Reply, to result: inout String) {
        switch reply {
        case .null: result += "null"
        case .bool(let flag): result += flag ? "true" : "false"
        case .integer(let number): result += String(number)
        // JSON has no infinity and no NaN.
        case .double(let number): result += number.isFinite ? "\(number)" : "null"
        case .status(let text), .text(let text): append(text, to: &result)
        case .string(let bytes):
            append(reply.string ?? Data(bytes).base64EncodedString(), to: &result)
        case .list(let items):
            result += "["
            for (index, item) in items.enumerated() {
                if index > 0 { result += "," }
                append(item, to: &result)
            }
            result += "]"
        case .map(let entries): append(entries, to: &result)
        case .error(let refusal):
            result += "{\"error\":{\"code\":"
            append(refusal.code, to: &result)
            result += ",\"message\":"
            append(refusal.message, to: &result)
            result += "}}"
        }
    }

    private static func append(_ entries: [Reply.Entry], to result: inout String) {
        result += "{"
        for (index, entry) in entries.enumerated() {
            if index > 0 { result += "," }
            append(entry.key.string ?? text(entry.key), to: &result)
            result += ":"
            append(entry.value, to: &result)
        }
        result += "}"
    }

    private static func append(_ text: String, to result: inout String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result += "\""
    }
}
