/// The digits of a written telephone number, its plus sign and its extension.
struct PhoneDigits {
    private(set) var digits: [UInt8] = []
    private(set) var hasPlus = false
    private(set) var extensionDigits: [UInt8]?
    private var letters = ""

    /// The longest extension, in digits; shorter than a second number after a comma.
    private static let extensionDigitsMax = 9

    /// Reads all the text; false when it is not the writing of one telephone number.
    mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
        var text = bytes.trimmed
        if text.prefix(4).matches("tel:") { text = text.dropFirst(4) }
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            guard take(scalar) else { return false }
        }
        guard letters.isEmpty, !digits.isEmpty else { return false }
        return extensionDigits.map { (1...Self.extensionDigitsMax).contains($0.count) } ?? true
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        if Self.isLetter(scalar) { return takeLetter(scalar) }
        guard endWord() else { return false }
        if let digit = Self.digit(scalar) {
            if extensionDigits == nil {
                digits.append(digit)
            } else {
                extensionDigits?.append(digit)
            }
            return true
        }
        switch scalar {
        case "+", "\u{FF0B}":
            guard digits.isEmpty, !hasPlus else { return false }
            hasPlus = true
            return true
        case "#", ",", ";":
            return beginExtension()
        default:
            return Self.isSeparator(scalar)
        }
    }

    private mutating func takeLetter(_ scalar: Unicode.Scalar) -> Bool {
        guard letters.utf8.count < 9 else { return false }
        letters.unicodeScalars.append(scalar)
        return true
    }

    /// Judges the letters so far: none, or a word that announces an extension.
    private mutating func endWord() -> Bool {
        guard !letters.isEmpty else { return true }
        guard ["x", "ext", "extn", "extension"].contains(letters.lowercased()) else { return false }
        letters = ""
        return beginExtension()
    }

    /// Begins the extension; again only while it has no digit, as in `;ext=12`.
    private mutating func beginExtension() -> Bool {
        guard !digits.isEmpty, extensionDigits?.isEmpty ?? true else { return false }
        extensionDigits = []
        return true
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        // Unicode's tables take as long as all the rest.
        guard scalar.isASCII else { return scalar.properties.isAlphabetic }
        return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    /// The ASCII digit of an ASCII, full-width, Arabic or Persian one.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        for zero: UInt32 in [0x30, 0xFF10, 0x0660, 0x06F0] where scalar.value >= zero {
            if scalar.value <= zero + 9 { return UInt8(0x30 + scalar.value - zero) }
        }
        return nil
    }

    /// Blanks, dashes, brackets and the marks that address books put around numbers.
    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09, 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0x5B, 0x5D, 0x7E, 0x3A, 0x3D: true
        case 0xA0, 0xAD, 0x2000...0x200F, 0x2010...0x2015, 0x202A...0x202F, 0x2060, 0x2212: true
        case 0x3000, 0xFEFF, 0xFF08, 0xFF09, 0xFF0D, 0xFF0E: true
        default: false
        }
    }
}
