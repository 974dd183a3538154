/// One line of a script, judged before it is sent.
///
/// The server parses the line; what is caught here would get no reply, or more than one, or
/// change the connection's reply format, and so put every later reply in the wrong place.
package enum InputLine: Equatable, Sendable {
    /// Nothing to send: blank, or a comment.
    case skip
    /// A command to send as it is, without its line end.
    case command(String)
    /// `QUIT`: the server answers and closes, so nothing after it can be sent.
    case quit(String)
    /// Not to be sent, with the reason.
    case invalid(String)

    /// Words that have no reply of their own in turn, or end the connection.
    private static let special = [
        "QUIT", "FORMAT", "SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "MONITOR",
        "RESET",
    ].map { Array($0.utf8) }

    /// Whether bytes are clearly a command, so that judging them needs no text: a letter first,
    /// printable ASCII throughout, and none of the words that are not sent.
    ///
    /// Most lines of a long script are; the others are judged in full.
    package static func isPlain(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, line.count <= lineBytesMax,
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first & 0xDF)
        else { return false }
        let isPrintable = line.withUnsafeBufferPointer { bytes in
            // Without a branch for each byte: what is not printable leaves its trace.
            bytes.reduce(UInt8(0)) { $0 | ($1 < 0x20 || $1 > 0x7E ? 1 : 0) } == 0
        }
        guard isPrintable else { return false }
        let word = line.prefix { $0 != UInt8(ascii: " ") }
        return !special.contains { name in
            name.count == word.count && zip(name, word).allSatisfy { $0 == $1 & 0xDF }
        }
    }

    /// The longest line the server takes, without its line end.
    package static let lineBytesMax = 64 * 1024

    /// Judges the bytes of a line, its LF already removed.
    package init(_ bytes: ArraySlice<UInt8>) {
        var line = bytes
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        guard line.count <= Self.lineBytesMax else {
            self = .invalid("longer than \(Self.lineBytesMax) bytes")
            return
        }
        guard let text = String(validating: line, as: UTF8.self) else {
            self = .invalid("not UTF-8")
            return
        }
        self = Self.judge(text)
    }

    private static func judge(_ text: String) -> InputLine {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isBlank($0) }) else { return .skip }
        if scalars[start] == "#" { return .skip }
        if scalars.first == "*" { return .invalid("a line is words, not a RESP array") }
        // Telnet's interrupt and end of transmission: the server drops such a line unanswered.
        guard !scalars.contains(where: { $0 == "\u{3}" || $0 == "\u{4}" || $0 == "\0" }) else {
            return .invalid("holds a control character")
        }
        let end = scalars[start...].firstIndex(where: isBlank) ?? scalars.endIndex
        switch String(scalars[start..<end]).uppercased() {
        case "QUIT": return .quit(text)
        case "FORMAT": return .invalid("FORMAT has no use here; choose with --output")
        case "SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "MONITOR":
            return .invalid("no replies come in turn after that; --follow shows events")
        case "RESET": return .invalid("RESET would change the connection's reply format")
        default: return .command(text)
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || ("\t"..."\r").contains(scalar)
    }
}
