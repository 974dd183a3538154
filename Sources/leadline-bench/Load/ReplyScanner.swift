/// Counts the replies in a stream of RESP bytes without keeping any of them.
///
/// Goes on where it stopped, however the bytes are cut: nothing needs to be buffered.
package struct ReplyScanner: Sendable {
    /// The stream is not RESP; it cannot be read any further.
    package struct Malformed: Error {
        /// The byte at which it shows.
        package let byte: UInt8
    }

    /// No value of a benchmark is longer than this.
    private static let lengthMax = 1 << 32
    /// Enough of an error reply for its code.
    private static let codeBytesMax = 32

    private enum State {
        case type
        case line
        case body(Int)
    }

    private var state = State.type
    private var kind: UInt8 = 0
    /// Whether the line holds a number that tells how much follows.
    private var isCounted = false
    private var number = 0
    private var isNegative = false
    private var isPush = false
    private var isError = false
    /// How many values the current reply still lacks.
    private var missing = 1
    private var code: [UInt8] = []

    /// Starts between two replies.
    package init() {}

    /// Reads all the bytes and answers how many replies ended in them.
    ///
    /// Each error reply among them is also given to `onError`, by its code.
    package mutating func scan(
        _ bytes: UnsafeRawBufferPointer, onError: (String) -> Void
    ) throws(Malformed) -> Int {
        var replies = 0
        var index = 0
        while index < bytes.count {
            switch state {
            case .body(let length):
                let step = min(length, bytes.count - index)
                index += step
                state = .body(length - step)
                if step == length { endValue(adding: 0, &replies, onError) }
            case .type:
                skipWholeValues(bytes, &index)
                guard index < bytes.count else { return replies }
                try begin(bytes[index])
                index += 1
            case .line:
                let end = Self.lineEnd(in: bytes, from: index)
                // Only numbers and codes are looked at; the rest of a line may be anything.
                if isError || isCounted {
                    for byte in bytes[index..<end] { try take(byte) }
                }
                index = end
                guard index < bytes.count else { return replies }
                index += 1
                endLine(&replies, onError)
            }
        }
        return replies
    }

    /// Skips what most of a map's reply is made of: simple values that lie there whole.
    ///
    /// Stops at anything else, and before the last value of the reply, which ends it.
    private mutating func skipWholeValues(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) {
        var left = missing
        var start = index
        while left > 1, start < bytes.count {
            switch bytes[start] {
            case UInt8(ascii: "$"):
                guard let end = Self.stringEnd(in: bytes, from: start + 1) else { break }
                start = end
                left -= 1
                continue
            case UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "_"), UInt8(ascii: "#"),
                UInt8(ascii: ","), UInt8(ascii: "("):
                let end = Self.lineEnd(in: bytes, from: start + 1)
                guard end < bytes.count else { break }
                start = end + 1
                left -= 1
                continue
            default: break
            }
            break
        }
        missing = left
        index = start
    }

    /// The end of a string whose length is at `index`; nil when it does not lie there whole.
    private static func stringEnd(in bytes: UnsafeRawBufferPointer, from index: Int) -> Int? {
        var length = 0
        var next = index
        while next < bytes.count, length <= lengthMax {
            let digit = bytes[next] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            length = length * 10 + Int(digit)
            next += 1
        }
        // Without a digit it is the absent string, "$-1", or no string at all.
        if next == index { return absentEnd(in: bytes, from: index) }
        let end = next + length + 4
        guard end <= bytes.count, bytes[next] == UInt8(ascii: "\r") else { return nil }
        return end
    }

    private static func absentEnd(in bytes: UnsafeRawBufferPointer, from index: Int) -> Int? {
        guard index + 4 <= bytes.count, bytes[index] == UInt8(ascii: "-"),
            bytes[index + 1] == UInt8(ascii: "1"), bytes[index + 2] == UInt8(ascii: "\r")
        else { return nil }
        return index + 4
    }

    /// Where the line feed is, or the end of the bytes.
    private static func lineEnd(in bytes: UnsafeRawBufferPointer, from index: Int) -> Int {
        var end = index
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    private mutating func begin(_ byte: UInt8) throws(Malformed) {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "#"),
            UInt8(ascii: ","), UInt8(ascii: "("):
            isCounted = false
        case UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "="), UInt8(ascii: "%"),
            UInt8(ascii: "~"), UInt8(ascii: "|"):
            isCounted = true
        case UInt8(ascii: "-"), UInt8(ascii: "!"):
            isCounted = byte == UInt8(ascii: "!")
            // An error inside an array is part of a reply, not one.
            if missing == 1 {
                isError = true
                code.removeAll(keepingCapacity: true)
            }
        case UInt8(ascii: ">"):
            isCounted = true
            isPush = true
        default: throw Malformed(byte: byte)
        }
        kind = byte
        number = 0
        isNegative = false
        state = .line
    }

    private mutating func take(_ byte: UInt8) throws(Malformed) {
        switch kind {
        case UInt8(ascii: "-"):
            if isError, code.count < Self.codeBytesMax { code.append(byte) }
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "*"),
            UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "|"):
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
                if number > Self.lengthMax { throw Malformed(byte: byte) }
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "\r"): break
            default: throw Malformed(byte: byte)
            }
        default: break
        }
    }

    private mutating func endLine(_ replies: inout Int, _ onError: (String) -> Void) {
        let count = isNegative ? 0 : number
        switch kind {
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"):
            if isNegative {
                endValue(adding: 0, &replies, onError)
            } else {
                state = .body(count + 2)
            }
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"):
            endValue(adding: count, &replies, onError)
        case UInt8(ascii: "%"): endValue(adding: 2 * count, &replies, onError)
        // An attribute stands before the value it describes, which is still to come.
        case UInt8(ascii: "|"): endValue(adding: 2 * count + 1, &replies, onError)
        default: endValue(adding: 0, &replies, onError)
        }
    }

    private mutating func endValue(
        adding count: Int, _ replies: inout Int, _ onError: (String) -> Void
    ) {
        state = .type
        missing += count - 1
        guard missing == 0 else { return }
        missing = 1
        if isError {
            let word = code.prefix { $0 > UInt8(ascii: " ") }
            onError(word.isEmpty ? "ERR" : String(decoding: word, as: UTF8.self))
        }
        if !isPush { replies += 1 }
        isPush = false
        isError = false
    }
}
