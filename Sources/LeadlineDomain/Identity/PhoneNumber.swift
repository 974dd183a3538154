/// A telephone number, apart from how it was punctuated.
package struct PhoneNumber: Hashable, Sendable {
    /// The country's code, 1 to 3 digits; nil when the country is not known.
    package let callingCode: UInt16?

    /// The national number's digits, without trunk prefix where the country is known.
    package let national: Text

    /// The digits of the extension.
    package let extensionDigits: Text?

    /// The fewest and most digits of a national number.
    package static let nationalDigits = 4...15

    /// The longest text that is read, in bytes.
    package static let bytesMax = 64

    /// Reads a number as people write it.
    ///
    /// The country is known from `+` or `00` (`011` from North America), else it is the one given.
    /// An extension follows `x`, `ext`, `#` or a comma.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, country: CountryCode?
    ) throws(ValueFault) -> PhoneNumber {
        var written = PhoneDigits()
        guard bytes.count <= bytesMax, written.read(bytes) else {
            throw ValueFault("\(bytes.quoted) is not a phone number such as +1 415 555 0100")
        }
        let home = country.flatMap(CallingCodes.code)
        var code = home
        var national = written.digits[...]
        if let international = international(written, home) {
            guard let match = CallingCodes.code(startingOff: international) else {
                throw ValueFault("\(bytes.quoted) begins with no country's calling code")
            }
            code = match.code
            national = international.dropFirst(match.digits)
        }
        if let code { national = CallingCodes.withoutTrunkPrefix(national, in: code) }
        guard nationalDigits.contains(national.count) else {
            throw ValueFault(
                "\(bytes.quoted) needs \(nationalDigits.lowerBound) to "
                    + "\(nationalDigits.upperBound) digits")
        }
        return PhoneNumber(
            callingCode: code, national: Text(national),
            extensionDigits: written.extensionDigits.map { Text($0) })
    }

    /// The digits from the calling code on; nil when the number was written without one.
    private static func international(
        _ written: PhoneDigits, _ home: UInt16?
    ) -> ArraySlice<UInt8>? {
        if written.hasPlus { return written.digits[...] }
        if written.digits.starts(with: "00".utf8) { return written.digits.dropFirst(2) }
        if home == 1, written.digits.starts(with: "011".utf8) {
            return written.digits.dropFirst(3)
        }
        return nil
    }

    /// The number in E.164: `+14155550100`; nil when the country is not known.
    package var e164: Text? { callingCode.map { Text("+\($0)\(national)") } }

    /// Equal for any two numbers that match in any grade: the last seven digits as a number.
    package var lookupKey: UInt64 { national.bytes.suffix(Self.shortDigits).decimal ?? 0 }

    /// The fewest digits that are taken for a short form of a longer number.
    package static let shortDigits = 7

    /// How well two numbers match; extensions must be the same.
    package static func match(_ left: PhoneNumber, _ right: PhoneNumber) -> PhoneMatch {
        guard left.extensionDigits == right.extensionDigits else { return .none }
        switch (left.callingCode, right.callingCode) {
        case (let first?, let second?):
            guard first == second else { return .none }
            if left.national == right.national { return .exact }
            return isShort(left.national.bytes, right.national.bytes) ? .shortNational : .none
        case (nil, let code?):
            return match(readings(of: left, in: code), [right.national.bytes])
        case (let code?, nil):
            return match(readings(of: right, in: code), [left.national.bytes])
        case (nil, nil):
            return match([left.national.bytes], [right.national.bytes])
        }
    }

    /// What a number without country may be nationally, if it is of the country with the code.
    ///
    /// Prefixes are taken off only where the rest still fills `lookupKey`, or the same telephone
    /// would stand under two keys.
    private static func readings(
        of number: PhoneNumber, in code: UInt16
    ) -> [ArraySlice<UInt8>] {
        let typed = number.national.bytes
        var shorter = [CallingCodes.withoutTrunkPrefix(typed, in: code)]
        if let match = CallingCodes.code(startingOff: typed), match.code == code {
            shorter.append(
                CallingCodes.withoutTrunkPrefix(typed.dropFirst(match.digits), in: code))
        }
        return [typed] + shorter.filter { $0.count >= shortDigits }
    }

    private static func match(
        _ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]
    ) -> PhoneMatch {
        var best = PhoneMatch.none
        for first in left {
            for second in right {
                if first.elementsEqual(second) { return .national }
                if isShort(first, second) { best = .shortNational }
            }
        }
        return best
    }

    /// Whether one of two different numbers ends in the other, which is long enough to tell.
    private static func isShort(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        return short.count >= shortDigits && short.count < long.count
            && long.suffix(short.count).elementsEqual(short)
    }
}
