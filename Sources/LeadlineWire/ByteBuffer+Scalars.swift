internal import NIOCore

extension ByteBuffer {
    /// Writes a number in decimal, without making a string of it.
    mutating func writeDecimal(_ value: Int64) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: Decimal.byteCountMax) {
            Decimal.write(value, to: $0, at: 0)
        }
    }

    /// Writes a RESP line that is a type byte and a number.
    mutating func writeHeader(_ type: UInt8, _ value: Int64) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: Decimal.byteCountMax + 3) { target in
            Self.header(type, value, to: target)
        }
    }

    /// Writes a RESP bulk string, in one go because replies are made of little else.
    mutating func writeBulk(_ bytes: UnsafeRawBufferPointer) {
        let byteCountMax = Decimal.byteCountMax + 3 + bytes.count + 2
        writeWithUnsafeMutableBytes(minimumWritableBytes: byteCountMax) { target in
            let start = Self.header(UInt8(ascii: "$"), Int64(bytes.count), to: target)
            let end = start + bytes.count
            UnsafeMutableRawBufferPointer(rebasing: target[start..<end]).copyMemory(from: bytes)
            target[end] = HeaderLine.carriageReturn
            target[end + 1] = HeaderLine.lineFeed
            return end + 2
        }
    }

    /// Writes a line that is a type byte and a word without line ends.
    mutating func writeLine(_ type: UInt8, _ word: StaticString) {
        let count = word.utf8CodeUnitCount
        writeWithUnsafeMutableBytes(minimumWritableBytes: count + 3) { target in
            target[0] = type
            word.withUTF8Buffer {
                UnsafeMutableRawBufferPointer(rebasing: target[1...]).copyMemory(
                    from: UnsafeRawBufferPointer($0))
            }
            target[count + 1] = HeaderLine.carriageReturn
            target[count + 2] = HeaderLine.lineFeed
            return count + 3
        }
    }

    private static func header(
        _ type: UInt8, _ value: Int64, to target: UnsafeMutableRawBufferPointer
    ) -> Int {
        target[0] = type
        let end = Decimal.write(value, to: target, at: 1)
        target[end] = HeaderLine.carriageReturn
        target[end + 1] = HeaderLine.lineFeed
        return end + 2
    }

    /// Writes a RESP bulk string.
    mutating func writeBulk(_ text: String) {
        var text = text
        text.withUTF8 { writeBulk(UnsafeRawBufferPointer($0)) }
    }

    /// Writes a page's cursor, or the dialect's null.
    mutating func writeCursor(_ cursor: Bytes?, _ format: ReplyFormat) {
        if let cursor {
            cursor.withUnsafeBytes { writeBulk($0) }
        } else {
            writeStaticString(format == .resp3 ? "_\r\n" : "$-1\r\n")
        }
    }

    /// Writes plain text as a RESP3 verbatim string.
    mutating func writeVerbatimText(_ bytes: UnsafeRawBufferPointer) {
        writeHeader(UInt8(ascii: "="), Int64(bytes.count) + 4)
        writeStaticString("txt:")
        writeBytes(bytes)
        writeStaticString("\r\n")
    }

    /// Writes base64 with padding (RFC 4648, section 4).
    mutating func writeBase64(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            let second = index + 1 < bytes.count ? bytes[index + 1] : 0
            let third = index + 2 < bytes.count ? bytes[index + 2] : 0
            let group = UInt32(bytes[index]) << 16 | UInt32(second) << 8 | UInt32(third)
            let characterCount = min(bytes.count - index, 3) + 1
            for place in 0..<4 {
                let sextet = UInt8(truncatingIfNeeded: group >> (18 - 6 * UInt32(place))) & 0x3F
                writeInteger(
                    place < characterCount ? Self.base64Character(sextet) : UInt8(ascii: "="))
            }
            index += 3
        }
    }

    private static func base64Character(_ sextet: UInt8) -> UInt8 {
        switch sextet {
        case 0..<26: UInt8(ascii: "A") + sextet
        case 26..<52: UInt8(ascii: "a") + sextet - 26
        case 52..<62: UInt8(ascii: "0") + sextet - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}

/// Whole numbers in decimal.
enum Decimal {
    /// The longest number, with its sign.
    static let byteCountMax = 20

    /// Writes `value` at `start`, and answers where it ends; there must be room for the longest.
    static func write(
        _ value: Int64, to target: UnsafeMutableRawBufferPointer, at start: Int
    ) -> Int {
        guard let base = target.baseAddress else { return start }
        var place = base + start
        if value < 0 {
            place.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
            place += 1
        }
        return write(value.magnitude, at: place) - base
    }

    /// Writes the digits of `magnitude`, for which there is room, and answers where they end.
    @discardableResult
    static func write(
        _ magnitude: UInt64, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        if magnitude < 10 {
            place.storeBytes(of: digit(magnitude), as: UInt8.self)
            return place + 1
        }
        let end = place + digitCount(magnitude)
        var rest = magnitude
        var next = end
        repeat {
            next -= 1
            next.storeBytes(of: digit(rest % 10), as: UInt8.self)
            rest /= 10
        } while rest > 0
        return end
    }

    /// How many digits `magnitude` has.
    static func digitCount(_ magnitude: UInt64) -> Int {
        var rest = magnitude
        var count = 1
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }

    private static func digit(_ value: UInt64) -> UInt8 {
        UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    }
}
