/// Reads one whole inline line, without its line end.
enum InlineLine {
    /// What the line asks for.
    enum Content {
        /// A blank line, a comment, or one that was discarded with Ctrl-C.
        case nothing
        /// Ctrl-D alone.
        case quit
        /// A request, without the blanks around it.
        case command(UnsafeRawBufferPointer)
    }

    /// Why a line of HTTP closes the connection.
    static let http = "HTTP on a Leadline port"
    /// Why an SSH client's banner does.
    static let ssh = "SSH on a Leadline port"

    private static let endOfText: UInt8 = 0x03
    private static let endOfTransmission: UInt8 = 0x04

    /// Tells a request from what needs no answer.
    static func content(of line: UnsafeRawBufferPointer) -> Content {
        guard !line.contains(endOfText) else { return .nothing }
        guard let first = line.firstIndex(where: { !isBlank($0) }),
            let last = line.lastIndex(where: { !isBlank($0) }),
            line[first] != UInt8(ascii: "#")
        else { return .nothing }
        if first == last, line[first] == endOfTransmission { return .quit }
        return .command(UnsafeRawBufferPointer(rebasing: line[first...last]))
    }

    /// Splits a request into its arguments.
    ///
    /// - Returns: What is wrong with it, nil when the frame is filled.
    static func split(
        _ text: UnsafeRawBufferPointer, into frame: inout Frame, _ limits: FramingLimits
    ) -> WireError? {
        guard !text.contains(0) else { return .nul }
        guard UTF8Sequence.isValid(text) else { return .encoding }
        var tokenizer = InlineTokenizer(text)
        return tokenizer.split(into: &frame, limits)
    }

    /// C's `isspace`, which is what separates Redis's inline arguments.
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

// MARK: - Other protocols

extension InlineLine {
    /// Whether the line is `<METHOD> <target> HTTP/1.x`, or 2.0's preface.
    static func isHTTPRequest(_ line: UnsafeRawBufferPointer) -> Bool {
        let words = line.split(
            separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[2].count == 8, words[2].starts(with: "HTTP/".utf8),
            !words[0].isEmpty, words[0].allSatisfy(isCapital)
        else { return false }
        // A note may well say `HTTP/1.1`; a target cannot be mistaken for one of our arguments.
        return words[1].first == UInt8(ascii: "/") || words[1].elementsEqual("*".utf8)
            || words[1].contains(UInt8(ascii: ":"))
    }

    /// Whether the line is what an SSH client sends first.
    static func isSSHBanner(_ line: UnsafeRawBufferPointer) -> Bool {
        line.starts(with: "SSH-".utf8)
    }

    /// Whether a first word is one that a browser, lured here, would send; Redis has this guard.
    static func isHTTPHeader(_ word: Bytes) -> Bool {
        isWord(word, "POST") || isWord(word, "HOST:")
    }

    private static func isWord(_ word: Bytes, _ capitals: StaticString) -> Bool {
        capitals.withUTF8Buffer { capitals in
            word.elementsEqual(capitals) { byte, capital in
                (isCapital(capital) ? byte & 0xDF : byte) == capital
            }
        }
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
