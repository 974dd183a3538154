/// Recognises full card numbers, which are never stored (`rules.md` 11).
package enum CardNumber {
    /// The longest number of any brand, in digits (ISO/IEC 7812).
    package static let digitsMax = 19

    /// The shortest number of any brand, in digits.
    private static let digitsMin = 13

    /// Whether some run of digits in the text, blanks and dashes ignored, has a brand's prefix and
    /// length and passes Luhn's check.
    ///
    /// A run is judged from and to the borders of its groups, so that a date before the number
    /// hides nothing and the inside of a long reference is no card.
    package static func appears(in text: ArraySlice<UInt8>) -> Bool {
        // Most texts have no digit at all, or too few: telling that is quick.
        let digitCount = text.withUnsafeBufferPointer { bytes in
            bytes.reduce(0) { $0 &+ ($1.isDigit ? 1 : 0) }
        }
        guard digitCount >= digitsMin else { return false }
        var groups: [ArraySlice<UInt8>] = []
        // Digits of the groups together: most runs are too short for a card.
        var gathered = 0
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index].isDigit else {
                if !groups.isEmpty, !isSeparator(text[index]) {
                    groups.removeAll(keepingCapacity: true)
                    gathered = 0
                }
                index += 1
                continue
            }
            let start = index
            while index < text.endIndex, text[index].isDigit { index += 1 }
            groups.append(text[start..<index])
            gathered += index - start
            if gathered >= digitsMin, endsCard(groups) { return true }
        }
        return false
    }

    /// Whether an external reference is a card number after all: 16 digits, blanks and dashes
    /// ignored, that begin as Visa's or Mastercard's do.
    package static func isReference(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 16, text.allSatisfy({ $0.isDigit || isSeparator($0) }) else {
            return false
        }
        let digits = text.filter(\.isDigit)[...]
        return digits.count == 16 && (isVisa(digits) || isMastercard(digits))
    }

    /// The text with stars in the place of each run of digits that holds a card number; nil
    /// where there is none.
    ///
    /// A message that quotes what was typed is shown so.
    package static func masked(_ text: [UInt8]) -> [UInt8]? {
        guard appears(in: text[...]) else { return nil }
        var masked = text
        var start = text.startIndex
        while start < text.endIndex {
            let end =
                text[start...].firstIndex { !$0.isDigit && !isSeparator($0) } ?? text.endIndex
            if appears(in: text[start..<end]) {
                for place in start..<end where text[place].isDigit { masked[place] = star }
            }
            start = end + 1
        }
        return masked
    }

    private static let star = UInt8(ascii: "*")

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte.isBlank || byte == UInt8(ascii: "-")
    }

    /// Whether the last groups together are a card number.
    private static func endsCard(_ groups: [ArraySlice<UInt8>]) -> Bool {
        var digits: [UInt8] = []
        for group in groups.reversed() {
            guard digits.count + group.count <= digitsMax else { return false }
            digits.insert(contentsOf: group, at: 0)
            if isCard(digits[...]) { return true }
        }
        return false
    }

    private static func isCard(_ digits: ArraySlice<UInt8>) -> Bool {
        hasBrand(digits) && passesLuhn(digits)
    }

    // Prefixes and lengths as the brands publish them.
    private static func hasBrand(_ digits: ArraySlice<UInt8>) -> Bool {
        let four = digits.prefix(4).decimal ?? 0
        switch digits.count {
        case 13: return isVisa(digits)
        case 14: return (3000...3059).contains(four) || [36, 38, 39].contains(four / 100)
        case 15: return [34, 37].contains(four / 100)
        case 16: return isVisa(digits) || isMastercard(digits) || isOther(four)
        case 19: return isVisa(digits) || isOther(four)
        case 17, 18: return isOther(four)
        default: return false
        }
    }

    private static func isVisa(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.first == UInt8(ascii: "4")
    }

    private static func isMastercard(_ digits: ArraySlice<UInt8>) -> Bool {
        let four = digits.prefix(4).decimal ?? 0
        return (5100...5599).contains(four) || (2221...2720).contains(four)
    }

    /// Discover, JCB and UnionPay.
    private static func isOther(_ four: UInt64) -> Bool {
        four == 6011 || (6440...6599).contains(four) || (3528...3589).contains(four)
            || (6200...6299).contains(four)
    }

    /// Luhn's check: every second digit from the right doubled, the sum a multiple of ten.
    private static func passesLuhn(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = Int(digit - 0x30) * (index % 2 == 0 ? 1 : 2)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }
}
