internal import NIOCore

/// Collects one inline line, taking telnet's own bytes out of it.
///
/// Telnet's bytes are recognised by FF, which never occurs in UTF-8. They are overwritten with line
/// feeds and consumed, so that the bytes behind the reader index still frame to the same requests.
struct LineScanner: Sendable {
    /// What the scan came to.
    enum Event {
        /// More bytes are needed.
        case incomplete
        /// Bytes were taken out that need no answer.
        case skipped
        /// Bytes were taken out, and these are the answer.
        case telnet([UInt8])
        /// The line, or a subnegotiation within it, passes the limit.
        case tooLong
        /// A line stands first in the input: its length, and that of its line end.
        case line(Int, endByteCount: Int)
    }

    /// Bytes of the line, from the reader index on, in which there is neither LF nor telnet's FF.
    private var scanned = 0
    /// Bytes of the open subnegotiation, nil outside one.
    private var subnegotiationByteCount: Int?
    private var options = TelnetOptions()

    /// Telnet's IAC.
    static let interpretAsCommand: UInt8 = 0xFF

    /// Whether part of a line or of a subnegotiation has been seen.
    var isUnderWay: Bool { scanned > 0 || subnegotiationByteCount != nil }

    /// Takes the next step; a line is left for the caller to consume.
    mutating func next(_ input: inout ByteBuffer, _ limits: FramingLimits) -> Event {
        while true {
            if subnegotiationByteCount == nil, let event = scan(input, limits) { return event }
            let before = scanned
            if let event = filter(&input, limits) { return event }
            if scanned == before { return .incomplete }
        }
    }

    /// Looks for the line's end; nil when telnet's FF comes first.
    private mutating func scan(_ input: ByteBuffer, _ limits: FramingLimits) -> Event? {
        input.withUnsafeReadableBytes { bytes in
            guard let stop = Self.firstStop(in: bytes, from: scanned) else {
                scanned = bytes.count
                // One byte more than the longest line may be the CR before an LF to come.
                let maybeReturn = bytes.last == UInt8(ascii: "\r") ? 1 : 0
                return scanned - maybeReturn > limits.lineBytesMax ? .tooLong : .incomplete
            }
            guard bytes[stop] == UInt8(ascii: "\n") else {
                scanned = stop
                return nil
            }
            let hasReturn = stop > 0 && bytes[stop - 1] == UInt8(ascii: "\r")
            let byteCount = hasReturn ? stop - 1 : stop
            guard byteCount <= limits.lineBytesMax else { return .tooLong }
            scanned = 0
            return .line(byteCount, endByteCount: hasReturn ? 2 : 1)
        }
    }

    /// The place of the first LF or FF, eight bytes at a time.
    private static func firstStop(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        let ones: UInt64 = 0x0101_0101_0101_0101
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let feeds = word ^ (ones &* 0x0A)
            // Bit 7 of a byte is set where `feeds` or the complement of `word` has a zero byte.
            let hits = ((feeds &- ones) & ~feeds) | ((~word &- ones) & word)
            if hits & (ones &* 0x80) != 0 { break }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] == 0x0A || bytes[index] == interpretAsCommand { return index }
            index += 1
        }
        return nil
    }
}

// MARK: - Telnet

extension LineScanner {
    /// Takes telnet's bytes out of the line, as far as it has been received.
    ///
    /// - Returns: Nil when there was nothing to take out.
    private mutating func filter(_ input: inout ByteBuffer, _ limits: FramingLimits) -> Event? {
        var answer: [UInt8] = []
        let removedByteCount = input.withUnsafeMutableReadableBytes { remove(from: $0, &answer) }
        input.moveReaderIndex(forwardBy: removedByteCount)
        if let count = subnegotiationByteCount, count > limits.lineBytesMax { return .tooLong }
        if scanned > limits.lineBytesMax + 1 { return .tooLong }
        if !answer.isEmpty { return .telnet(answer) }
        return removedByteCount > 0 ? .skipped : nil
    }

    /// Moves the line together behind what is removed, and answers how many bytes that are.
    private mutating func remove(
        from bytes: UnsafeMutableRawBufferPointer, _ answer: inout [UInt8]
    ) -> Int {
        var read = scanned
        var kept = scanned
        while read < bytes.count, bytes[read] != UInt8(ascii: "\n") || isSubnegotiating {
            let element = TelnetElement(bytes[read...].prefix(3), isSubnegotiating)
            guard let byteCount = element.byteCount else { break }
            if let byte = element.textByte {
                bytes[kept] = byte
                kept += 1
            }
            read += byteCount
            if element == .interrupt { kept = 0 }
            answer += take(element)
            // With nothing collected a request begins here, and it may be an array.
            if kept == 0, !isSubnegotiating { break }
        }
        let removed = read - kept
        if removed > 0 {
            let line = UnsafeRawBufferPointer(rebasing: bytes[..<kept])
            UnsafeMutableRawBufferPointer(rebasing: bytes[removed..<read]).copyMemory(from: line)
            for index in 0..<removed { bytes[index] = UInt8(ascii: "\n") }
        }
        scanned = kept
        return removed
    }

    private var isSubnegotiating: Bool { subnegotiationByteCount != nil }

    /// Does what the element asks for, and returns what must be sent back.
    private mutating func take(_ element: TelnetElement) -> [UInt8] {
        switch element {
        case .subnegotiationBegin: subnegotiationByteCount = 0
        case .subnegotiationEnd: subnegotiationByteCount = nil
        case .subnegotiated(let byteCount): subnegotiationByteCount? += byteCount
        case .areYouThere: return Array("+PONG\r\n".utf8)
        case .option(let verb, let option): return options.answer(verb, option)
        case .cut, .text, .literal, .interrupt, .other: break
        }
        return []
    }
}
