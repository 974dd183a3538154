/// Calling codes of countries (ITU-T E.164) and the trunk prefixes dialled inside them.
enum CallingCodes {
    /// The calling code of a country; nil where none is assigned.
    static func code(of country: CountryCode) -> UInt16? { codesByCountry[country] }

    /// The calling code that the digits begin with, and its length.
    ///
    /// No code begins with another one, so that at most one fits.
    static func code(
        startingOff digits: ArraySlice<UInt8>
    ) -> (code: UInt16, digits: Int)? {
        for length in 1...3 where digits.count >= length {
            guard digits.first != UInt8(ascii: "0"), let value = digits.prefix(length).decimal,
                known.contains(UInt16(value))
            else { continue }
            return (UInt16(value), length)
        }
        return nil
    }

    /// The national number without the prefix that is dialled only inside the country.
    ///
    /// Written twice, as in `+44 (0)020`, it is taken off twice: no number abroad begins with it.
    static func withoutTrunkPrefix(
        _ digits: ArraySlice<UInt8>, in code: UInt16
    ) -> ArraySlice<UInt8> {
        if withoutTrunk.contains(code) { return digits }
        let (prefix, count) = unusualTrunks[code] ?? ("0", nil)
        var national = digits
        while national.starts(with: prefix.utf8), count == nil || count == national.count {
            national = national.dropFirst(prefix.utf8.count)
        }
        return national
    }

    /// Where the trunk prefix is not `0`: the prefix, and how long a number with it is.
    ///
    /// The length is given where numbers may themselves begin with the prefix.
    private static let unusualTrunks: [UInt16: (String, Int?)] = [
        1: ("1", 11), 7: ("8", 11), 36: ("06", nil), 375: ("80", nil), 993: ("8", 9),
    ]

    // Countries without trunk prefix; in Italy the leading zero is part of the number.
    private static let withoutTrunk: Set<UInt16> = [
        30, 34, 39, 45, 47, 48, 52, 56, 65, 210, 214, 216, 219, 220, 221, 222, 223, 224, 225, 226,
        227, 228, 229, 230, 235, 236, 237, 238, 239, 240, 241, 242, 244, 245, 246, 247, 248, 253,
        257, 258, 266, 267, 268, 269, 290, 297, 298, 299, 350, 351, 352, 354, 356, 357, 371, 372,
        376, 378, 379, 420, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 592, 597, 599, 670,
        672, 673, 674, 675, 676, 677, 678, 679, 680, 681, 682, 683, 685, 686, 687, 688, 689, 690,
        691, 692, 800, 808, 852, 853, 870, 878, 881, 882, 883, 888, 965, 968, 973, 974, 975, 979,
        992, 998,
    ]

    private static let known: Set<UInt16> =
        Set(codesByCountry.values).union([388, 800, 808, 870, 878, 881, 882, 883, 888, 979])

    private static let codesByCountry: [CountryCode: UInt16] = {
        var codes: [CountryCode: UInt16] = [:]
        for word in rows.split(whereSeparator: \.isWhitespace) {
            let bytes = Array(word.utf8)[...]
            guard let country = CountryCode(bytes.prefix(2)), let code = bytes.dropFirst(2).decimal
            else { continue }
            codes[country] = UInt16(code)
        }
        return codes
    }()

    private static let rows = """
        AC247 AD376 AE971 AF93 AG1 AI1 AL355 AM374 AO244 AQ672 AR54 AS1 AT43 AU61 AW297 AX358
        AZ994 BA387 BB1 BD880 BE32 BF226 BG359 BH973 BI257 BJ229 BL590 BM1 BN673 BO591 BQ599 BR55
        BS1 BT975 BV47 BW267 BY375 BZ501 CA1 CC61 CD243 CF236 CG242 CH41 CI225 CK682 CL56 CM237
        CN86 CO57 CR506 CU53 CV238 CW599 CX61 CY357 CZ420 DE49 DJ253 DK45 DM1 DO1 DZ213 EC593
        EE372 EG20 EH212 ER291 ES34 ET251 FI358 FJ679 FK500 FM691 FO298 FR33 GA241 GB44 GD1 GE995
        GF594 GG44 GH233 GI350 GL299 GM220 GN224 GP590 GQ240 GR30 GS500 GT502 GU1 GW245 GY592
        HK852 HM672 HN504 HR385 HT509 HU36 ID62 IE353 IL972 IM44 IN91 IO246 IQ964 IR98 IS354 IT39
        JE44 JM1 JO962 JP81 KE254 KG996 KH855 KI686 KM269 KN1 KP850 KR82 KW965 KY1 KZ7 LA856
        LB961 LC1 LI423 LK94 LR231 LS266 LT370 LU352 LV371 LY218 MA212 MC377 MD373 ME382 MF590
        MG261 MH692 MK389 ML223 MM95 MN976 MO853 MP1 MQ596 MR222 MS1 MT356 MU230 MV960 MW265 MX52
        MY60 MZ258 NA264 NC687 NE227 NF672 NG234 NI505 NL31 NO47 NP977 NR674 NU683 NZ64 OM968
        PA507 PE51 PF689 PG675 PH63 PK92 PL48 PM508 PN64 PR1 PS970 PT351 PW680 PY595 QA974 RE262
        RO40 RS381 RU7 RW250 SA966 SB677 SC248 SD249 SE46 SG65 SH290 SI386 SJ47 SK421 SL232 SM378
        SN221 SO252 SR597 SS211 ST239 SV503 SX1 SY963 SZ268 TC1 TD235 TF262 TG228 TH66 TJ992 TK690
        TL670 TM993 TN216 TO676 TR90 TT1 TV688 TW886 TZ255 UA380 UG256 UM1 US1 UY598 UZ998 VA39
        VC1 VE58 VG1 VI1 VN84 VU678 WF681 WS685 XK383 YE967 YT262 ZA27 ZM260 ZW263
        """
}
