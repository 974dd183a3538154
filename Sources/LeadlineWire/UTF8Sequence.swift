/// Well-formed UTF-8, byte by byte (Unicode's table 3-7).
enum UTF8Sequence {
    /// The character that begins at `index`.
    ///
    /// - Returns: Nil when the bytes there are no character: stray, overlong, a surrogate, cut or
    ///   beyond U+10FFFF.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, at index: Int
    ) -> (scalar: UInt32, byteCount: Int)? {
        let first = bytes[index]
        if first < 0x80 { return (UInt32(first), 1) }
        guard let (byteCount, second) = shape(first) else { return nil }
        guard index + byteCount <= bytes.count, second.contains(bytes[index + 1]) else {
            return nil
        }
        var scalar = UInt32(first) & (0x7F >> UInt32(byteCount))
        for offset in 1..<byteCount {
            let byte = bytes[index + offset]
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return (scalar, byteCount)
    }

    /// How long a sequence with this first byte is, and which second bytes it may have.
    private static func shape(_ first: UInt8) -> (Int, ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }

    /// The bits that ASCII has not, in eight bytes.
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Whether the bytes are characters and nothing else.
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            // Eight bytes of ASCII at once, as most are.
            while index + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highBits == 0
            {
                index += 8
            }
            guard index < bytes.count else { return true }
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard let (_, byteCount) = decode(bytes, at: index) else { return false }
            index += byteCount
        }
        return true
    }
}

extension Bytes {
    /// Whether the bytes are well-formed UTF-8: what every text of a request has to be, since a
    /// RESP argument may hold anything.
    package var isUTF8: Bool { withUnsafeBytes { UTF8Sequence.isValid($0) } }
}
