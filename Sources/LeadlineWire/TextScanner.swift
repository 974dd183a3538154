/// Walks through text that is to be escaped: runs that every dialect takes as they are, and between
/// them single characters that some dialect may not.
struct TextScanner {
    /// One piece of the text.
    enum Piece {
        /// Characters without any special meaning.
        case plain(UnsafeRawBufferPointer)
        /// A control, DEL, a double quote or a backslash.
        case ascii(UInt8)
        /// A C1 control, a control of writing direction, or a line separator.
        case special(UInt32, UnsafeRawBufferPointer)
        /// A byte that is no part of a character.
        case stray(UInt8)
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// A scanner at the beginning of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next piece, nil at the end.
    mutating func next() -> Piece? {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if Self.isPlainASCII(byte) {
                position += 1
            } else if byte < 0x80 {
                if position > start { break }
                position += 1
                return .ascii(byte)
            } else if let (scalar, byteCount) = UTF8Sequence.decode(bytes, at: position) {
                let isSpecial = Self.isSpecial(scalar)
                if isSpecial, position > start { break }
                position += byteCount
                if isSpecial { return .special(scalar, piece(from: start)) }
            } else {
                if position > start { break }
                position += 1
                return .stray(byte)
            }
        }
        return position > start ? .plain(piece(from: start)) : nil
    }

    private func piece(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }

    private static func isPlainASCII(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func isSpecial(_ scalar: UInt32) -> Bool {
        (0x80...0x9F).contains(scalar) || isLineSeparator(scalar)
            || (0x202A...0x202E).contains(scalar) || (0x2066...0x2069).contains(scalar)
    }

    /// Whether the character ends a line for JavaScript and for some terminals, but not for us.
    static func isLineSeparator(_ scalar: UInt32) -> Bool { (0x2028...0x2029).contains(scalar) }
}
