/// Counts the replies in a stream of lines, TEXT or JSON, and keeps none of them.
///
/// A reply in TEXT ends with its one line that begins with `+`, `-`, `:`, `=` or `_`; in JSON it is
/// one line. What is pushed is no reply.
package struct LineScanner: Sendable {
    /// Enough of a line for the code of an error.
    private static let headBytesMax = 96
    private static let failure = Array(#"{"ok":false"#.utf8)
    private static let push = Array(#"{"push""#.utf8)
    private static let codeKey = Array(#""code":""#.utf8)

    private let isJSON: Bool
    /// How the line begins that is being read.
    private var head: [UInt8] = []

    /// Starts between two replies.
    package init(isJSON: Bool) { self.isJSON = isJSON }

    /// Reads all the bytes and answers how many replies ended in them.
    ///
    /// Each error reply among them is also given to `onError`, by its code.
    package mutating func scan(
        _ bytes: UnsafeRawBufferPointer, onError: (String) -> Void
    ) throws(ReplyScanner.Malformed) -> Int {
        var replies = 0
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let room = min(Self.headBytesMax - head.count, end - index)
            head += bytes[index..<index + room]
            guard end < bytes.count else { break }
            if try endsReply(onError) { replies += 1 }
            head.removeAll(keepingCapacity: true)
            index = end + 1
        }
        return replies
    }

    private func endsReply(
        _ onError: (String) -> Void
    ) throws(ReplyScanner.Malformed) -> Bool {
        let first = head.first ?? UInt8(ascii: "\n")
        guard !isJSON else {
            guard first == UInt8(ascii: "{") else { throw ReplyScanner.Malformed(byte: first) }
            if head.starts(with: Self.failure) { onError(jsonCode) }
            return !head.starts(with: Self.push)
        }
        switch first {
        case UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: ">"): return false
        case UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "_"):
            return true
        case UInt8(ascii: "-"):
            onError(Self.word(head.dropFirst()))
            return true
        default: throw ReplyScanner.Malformed(byte: first)
        }
    }

    private var jsonCode: String {
        guard let range = head.firstRange(of: Self.codeKey) else { return "ERR" }
        return Self.word(head[range.upperBound...])
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        let word = bytes.prefix { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") }
        return word.isEmpty ? "ERR" : String(decoding: word, as: UTF8.self)
    }
}

/// Counts the replies of one connection, in whatever dialect.
struct ReplyCounter: Sendable {
    private var values = ReplyScanner()
    private var lines: LineScanner?

    /// Starts between two replies.
    init(_ dialect: Dialect) {
        lines = dialect.isInline ? LineScanner(isJSON: dialect == .json) : nil
    }

    /// Reads all the bytes as `ReplyScanner` and `LineScanner` do.
    mutating func scan(
        _ bytes: UnsafeRawBufferPointer, onError: (String) -> Void
    ) throws(ReplyScanner.Malformed) -> Int {
        guard lines == nil else { return try lines?.scan(bytes, onError: onError) ?? 0 }
        return try values.scan(bytes, onError: onError)
    }
}
