extension UInt8 {
    /// Whether this is one of `0`–`9`.
    package var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// Whether this is one of `A`–`Z` or `a`–`z`.
    package var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

    /// Whether this is a space, tab, line feed, vertical tab, form feed or carriage return.
    package var isBlank: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

    /// The byte with `A`–`Z` turned into `a`–`z`; every other byte is itself.
    package var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The byte with `a`–`z` turned into `A`–`Z`; every other byte is itself.
    package var uppercased: UInt8 { self >= 0x61 && self <= 0x7A ? self & 0xDF : self }
}

extension [UInt8] {
    /// Appends a number in decimal digits.
    package mutating func append(decimal value: UInt64) {
        var divisor: UInt64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}

extension ArraySlice<UInt8> {
    /// The slice without blanks at either end; shares storage.
    package var trimmed: ArraySlice<UInt8> {
        var rest = self
        while let first = rest.first, first.isBlank { rest.removeFirst() }
        while let last = rest.last, last.isBlank { rest.removeLast() }
        return rest
    }

    /// Whether the bytes are the word, letter case apart.
    package func matches(_ word: StaticString) -> Bool {
        guard word.utf8CodeUnitCount == count else { return false }
        return word.withUTF8Buffer { buffer in
            zip(self, buffer).allSatisfy { $0.lowercased == $1.lowercased }
        }
    }

    /// The number these decimal digits write.
    ///
    /// Nil when empty, when anything else than a digit is among them, or beyond 64 bits.
    package var decimal: UInt64? {
        guard !isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            let (shifted, lost) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.addingReportingOverflow(UInt64(byte - 0x30))
            guard !lost, !carried else { return nil }
            value = sum
        }
        return value
    }

    /// The bytes as a string for a message, cut at 40 bytes.
    package var quoted: String {
        let shown = String(decoding: prefix(40), as: UTF8.self)
        return count > 40 ? "'\(shown)…'" : "'\(shown)'"
    }
}
