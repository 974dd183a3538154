/// A country or territory of ISO 3166-1, by its two letters.
package struct CountryCode: Hashable, Comparable, Sendable {
    /// The two upper-case letters, the first one higher.
    package let packed: UInt16

    /// The country of a two-letter code, letter case apart; nil when there is none.
    ///
    /// `UK` is read as `GB`, for which ISO 3166 reserves it.
    package init?(_ code: ArraySlice<UInt8>) {
        guard code.count == 2, code.allSatisfy(\.isLetter) else { return nil }
        let typed = code.reduce(UInt16(0)) { $0 << 8 | UInt16($1.uppercased) }
        let packed = typed == 0x554B ? 0x4742 : typed
        guard Self.known.contains(packed) else { return nil }
        self.packed = packed
    }

    private init(packed: UInt16) {
        self.packed = packed
    }

    /// The United States, whose ZIPs lie in states.
    package static let us = CountryCode(packed: 0x5553)

    /// The code in upper case.
    package var text: Text { Text(Self.letters[place..<place + 2]) }

    // All pairs of letters, of which a code is a slice: nothing is allocated for it.
    private static let letters: [UInt8] = {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        var letters: [UInt8] = []
        for first in alphabet {
            for second in alphabet { letters += [first, second] }
        }
        return letters
    }()

    /// Where the code stands among the pairs.
    private var place: Int {
        (Int(packed >> 8) - 0x41) * 52 + (Int(packed & 0xFF) - 0x41) * 2
    }

    package static func < (left: CountryCode, right: CountryCode) -> Bool {
        left.packed < right.packed
    }

    /// Every country there is, in alphabetical order.
    package static let all: [CountryCode] = known.sorted().map(CountryCode.init(packed:))

    private static let known: Set<UInt16> = Set(
        codes.split(whereSeparator: \.isWhitespace).map { code in
            code.utf8.reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
        })

    // ISO 3166-1 alpha-2, and XK, which the trade uses for Kosovo.
    private static let codes = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
        BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
        DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
        GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
        KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
        MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
        PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
        SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
        VN VU WF WS XK YE YT ZA ZM ZW
        """
}
