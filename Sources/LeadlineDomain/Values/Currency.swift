/// A currency of ISO 4217 that has minor units.
package struct Currency: Hashable, Sendable {
    /// The three upper-case letters in one number, first letter highest.
    private let packed: UInt32

    /// How many digits follow the decimal point: 2 for `USD`, none for `JPY`.
    package let minorDigits: UInt8

    /// The currency of a three-letter code, letter case apart; nil when it is unknown.
    package init?(_ code: ArraySlice<UInt8>) {
        guard code.count == 3, code.allSatisfy(\.isLetter) else { return nil }
        let packed = code.reduce(UInt32(0)) { $0 << 8 | UInt32($1.uppercased) }
        guard let digits = Self.digits[packed] else { return nil }
        self.packed = packed
        minorDigits = digits
    }

    private init(packed: UInt32, minorDigits: UInt8) {
        self.packed = packed
        self.minorDigits = minorDigits
    }

    /// The United States dollar, the default.
    package static let usd = Currency(packed: 0x55_5344, minorDigits: 2)

    /// The code in upper case.
    package var text: Text {
        Self.texts[packed] ?? Self.text(packed)
    }

    // Made once: nothing is allocated for a code.
    private static let texts = digits.reduce(into: [UInt32: Text]()) { texts, currency in
        texts[currency.key] = text(currency.key)
    }

    private static func text(_ packed: UInt32) -> Text {
        Text([
            UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8),
            UInt8(truncatingIfNeeded: packed),
        ])
    }

    private static let digits: [UInt32: UInt8] = {
        var digits: [UInt32: UInt8] = [:]
        for (count, codes) in codesByMinorDigits {
            for code in codes.split(whereSeparator: \.isWhitespace) {
                digits[code.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }] = count
            }
        }
        return digits
    }()

    // ISO 4217 list one, without metals, funds of account and test codes, which have no minor unit.
    private static let codesByMinorDigits: [(UInt8, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN
            BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN
            ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
            KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
            MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
            SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD
            TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]
}
