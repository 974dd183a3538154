import ArgumentParser

/// How requests are written and replies read: the server's four, two with requests in lines.
package enum Dialect: String, CaseIterable, Sendable, ExpressibleByArgument {
    case text, json, resp2, resp3

    /// Whether a request is a line of words, not an array of strings.
    var isInline: Bool { self == .text || self == .json }

    /// What a connection sends before anything else, to be answered in this dialect.
    var greeting: [String]? {
        switch self {
        case .text: ["FORMAT", "TEXT"]
        case .json: ["FORMAT", "JSON"]
        case .resp2: nil
        case .resp3: ["HELLO", "3"]
        }
    }

    /// One request of these words.
    func request(_ words: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        begin(words.count, in: &bytes)
        for (index, word) in words.enumerated() { append(escaped(word[...]), index, to: &bytes) }
        end(in: &bytes)
        return bytes
    }

    /// Begins a request of so many words.
    func begin(_ count: Int, in bytes: inout [UInt8]) {
        if !isInline { bytes += "*\(count)\r\n".utf8 }
    }

    /// Ends a request.
    func end(in bytes: inout [UInt8]) {
        if isInline { bytes += "\r\n".utf8 }
    }

    /// Appends an escaped word, the one with that index; answers where it lies.
    @discardableResult
    func append(_ word: [UInt8], _ index: Int, to bytes: inout [UInt8]) -> Int {
        guard isInline else {
            bytes += "$\(word.count)\r\n".utf8
            defer { bytes += word + "\r\n".utf8 }
            return bytes.count
        }
        if index > 0 { bytes.append(UInt8(ascii: " ")) }
        // The name of a command needs no quotes; what is in them may be anything.
        let quote = index > 0 ? [UInt8(ascii: "\"")] : []
        bytes += quote
        defer { bytes += word + quote }
        return bytes.count
    }

    /// A part of a word as it stands in a request.
    func escaped(_ text: Substring) -> [UInt8] {
        guard isInline else { return Array(text.utf8) }
        return text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): Array("\\n".utf8)
            case UInt8(ascii: "\r"): Array("\\r".utf8)
            case UInt8(ascii: "\t"): Array("\\t".utf8)
            default: [byte]
            }
        }
    }
}
