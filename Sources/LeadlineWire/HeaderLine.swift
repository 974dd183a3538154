/// A `*N` or `$N` line: a type byte, a number and CRLF.
enum HeaderLine {
    /// The line end has not been received.
    case incomplete
    /// It is no header line.
    case failed(WireError)
    /// The bytes between the type byte and the line end, and where the next line begins.
    case line(UnsafeRawBufferPointer, end: Int)

    /// CR.
    static let carriageReturn = UInt8(ascii: "\r")
    /// LF.
    static let lineFeed = UInt8(ascii: "\n")
    /// CR and LF behind a type byte and one digit, which are the lowest two bytes: a whole line.
    static let shortLine: UInt32 = 0x0A0D_0000

    /// Finds the line that begins at `start`, looking no further than the longest one allowed.
    init(_ bytes: UnsafeRawBufferPointer, at start: Int, tooLong: WireError) {
        let window = bytes[start...].prefix(WireLimits.headerLineBytesMax + 2)
        guard let feed = window.firstIndex(of: Self.lineFeed) else {
            let isFull = window.count == WireLimits.headerLineBytesMax + 2
            self = isFull ? .failed(tooLong) : .incomplete
            return
        }
        guard feed > start + 1, bytes[feed - 1] == Self.carriageReturn else {
            self = .failed(feed - start > WireLimits.headerLineBytesMax ? tooLong : .lineFeedAlone)
            return
        }
        self = .line(
            UnsafeRawBufferPointer(rebasing: bytes[(start + 1)..<(feed - 1)]), end: feed + 1)
    }

    /// The number that `digits` spell: no plus sign, no leading zero, no blank, no `-0`.
    static func number(_ digits: UnsafeRawBufferPointer) -> Int? {
        let isNegative = digits.first == UInt8(ascii: "-")
        let magnitude = digits.dropFirst(isNegative ? 1 : 0)
        guard let first = magnitude.first, magnitude.count <= WireLimits.headerDigitsMax,
            magnitude.count == 1 || first != UInt8(ascii: "0"),
            !isNegative || first != UInt8(ascii: "0")
        else { return nil }
        var value = 0
        for byte in magnitude {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            // Ten digits always fit, which is why their count is checked above.
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return isNegative ? -value : value
    }
}
