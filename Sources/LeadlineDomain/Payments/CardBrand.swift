/// A brand of cards that is accepted (`rules.md` 11).
package enum CardBrand: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Visa.
    case visa = 1
    /// Mastercard.
    case mastercard = 2

    package var word: StaticString {
        switch self {
        case .visa: "visa"
        case .mastercard: "mastercard"
        }
    }
}

/// The last four digits of a card: all that is kept of its number.
package struct LastFour: Hashable, Sendable {
    /// The digits, from 0 to 9999.
    package let number: UInt16

    /// The digits that a number writes with leading zeros; nil beyond four.
    package init?(number: UInt16) {
        guard number <= 9999 else { return nil }
        self.number = number
    }

    /// Reads exactly four digits; what else was typed is not said again.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> LastFour {
        guard bytes.count == 4, bytes.allSatisfy(\.isDigit),
            let number = bytes.decimal.flatMap({ UInt16(exactly: $0) }),
            let digits = LastFour(number: number)
        else { throw ValueFault("must be the card's last four digits") }
        return digits
    }

    /// The four digits: `0042`.
    package var text: Text {
        var bytes: [UInt8] = []
        bytes.append(decimal: Int(number), width: 4)
        return Text(bytes)
    }
}
