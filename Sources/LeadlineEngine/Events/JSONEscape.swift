/// Tells texts that stand in JSON as they are from those with bytes to escape.
enum JSONEscape {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Whether no byte is a control character, a quotation mark, a backslash or DEL.
    static func isNeedless(_ text: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= text.count {
            let eight = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard isNeedless(eight) else { return false }
            index += 8
        }
        if index > 0, index < text.count {
            // The last eight bytes, some of which were looked at already.
            return isNeedless(
                text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
        }
        while index < text.count {
            // Blanks in the other places are none that need an escape.
            guard isNeedless(ones &* 0x20 &- 0x20 &+ UInt64(text[index])) else { return false }
            index += 1
        }
        return true
    }

    /// The same of eight bytes at once.
    ///
    /// A byte is below another, or equal to it, when subtracting borrows from its high bit; a
    /// borrow that reaches the next byte only ever follows a byte that was found.
    private static func isNeedless(_ eight: UInt64) -> Bool {
        let controls = (eight &- ones &* 0x20) & ~eight
        let found =
            controls | zeros(eight ^ ones &* 0x22) | zeros(eight ^ ones &* 0x5C)
            | zeros(eight ^ ones &* 0x7F)
        return found & highBits == 0
    }

    /// The high bit of each byte that is zero, perhaps with some of those before it.
    private static func zeros(_ eight: UInt64) -> UInt64 { (eight &- ones) & ~eight }
}
