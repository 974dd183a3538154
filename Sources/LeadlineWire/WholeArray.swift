/// Reads a RESP array of bulk strings that has come whole, as nearly every request has.
///
/// It knows only what is right: whatever is cut, unusual or wrong is left to `ArrayRequestParser`,
/// which reads the same bytes step by step.
enum WholeArray {
    /// Longer numbers, which few requests have, are read step by step.
    private static let digitsMax = 7

    /// Fills the frame with the request that begins the bytes, and answers how many of them it is.
    ///
    /// Nil leaves the frame of no meaning.
    static func read(
        _ bytes: UnsafeRawBufferPointer, into frame: inout Frame, _ limits: FramingLimits
    ) -> Int? {
        var offset = 0
        guard let count = number(UInt8(ascii: "*"), bytes, &offset), count > 0,
            count <= limits.argumentCountMax
        else { return nil }
        frame.removeAll()
        for _ in 0..<count {
            guard let length = number(UInt8(ascii: "$"), bytes, &offset),
                length <= limits.argumentBytesMax
            else { return nil }
            let end = offset + length
            guard end + 2 <= min(bytes.count, limits.requestBytesMax),
                bytes[end] == HeaderLine.carriageReturn, bytes[end + 1] == HeaderLine.lineFeed
            else { return nil }
            frame.place(offset..<end)
            offset = end + 2
        }
        frame.fill(UnsafeRawBufferPointer(rebasing: bytes[..<offset]))
        return offset
    }

    /// The number of the header line at `offset`, which moves behind it.
    @inline(__always)
    private static func number(
        _ type: UInt8, _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) -> Int? {
        // A type byte, a digit, CR and LF.
        guard offset + 4 <= bytes.count else { return nil }
        // Nearly every number has one digit: then the line is looked at in one go.
        let line = UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        let digit = (line >> 8 & 0xFF) &- UInt32(UInt8(ascii: "0"))
        if line & 0xFFFF_00FF == HeaderLine.shortLine | UInt32(type), digit < 10 {
            offset += 4
            return Int(digit)
        }
        return longNumber(type, bytes, &offset)
    }

    /// The same for any number that is not too long, where there are four bytes at least.
    @inline(never)
    private static func longNumber(
        _ type: UInt8, _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) -> Int? {
        guard bytes[offset] == type else { return nil }
        let start = offset + 1
        let last = min(start + digitsMax, bytes.count - 2)
        var index = start
        var value = 0
        while index < last {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ Int(digit)
            index += 1
        }
        let hasLeadingZero = bytes[start] == UInt8(ascii: "0") && index > start + 1
        guard index > start, !hasLeadingZero, bytes[index] == HeaderLine.carriageReturn,
            bytes[index + 1] == HeaderLine.lineFeed
        else { return nil }
        offset = index + 2
        return value
    }
}
