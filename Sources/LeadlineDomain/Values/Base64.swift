/// Reads base64 as RFC 4648 writes it: with padding, without line ends or anything else beside.
package enum Base64 {
    /// The bytes that the text stands for.
    ///
    /// - Throws: What is wrong with text that does not stand for exactly some bytes.
    package static func decode(_ text: ArraySlice<UInt8>) throws(ValueFault) -> [UInt8] {
        guard text.count.isMultiple(of: 4) else {
            throw ValueFault("is not base64: \(text.count) characters are not groups of four")
        }
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        let digits = text.dropLast(padding)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in digits {
            guard let value = value(of: character) else {
                throw ValueFault("is not base64: \([character][...].quoted) is none of its letters")
            }
            bits = bits << 6 | value
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            bits &= 1 << bitCount - 1
        }
        // What is left are the bits that fill the last letter.
        guard bits == 0, bitCount < 6 else { throw ValueFault("is not base64: it ends too early") }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
