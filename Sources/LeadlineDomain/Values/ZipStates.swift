/// Which state the ZIPs that begin with three given digits lie in.
///
/// Derived from `us_zips.csv`, the 29,806 real ZIPs: the state of most ZIPs with these digits.
enum ZipStates {
    /// The two-letter state of a three-digit prefix from 0 to 999; nil when no ZIP begins so.
    static func state(ofPrefix prefix: Int) -> Text? {
        guard table.indices.contains(prefix), table[prefix] != 0 else { return nil }
        return Text([UInt8(table[prefix] >> 8), UInt8(table[prefix] & 0xFF)])
    }

    /// Whether ZIPs lie in a state of this two-letter, upper-case name.
    static func isState(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 2 && table.contains(packed(name))
    }

    private static func packed(_ name: some Sequence<UInt8>) -> UInt16 {
        name.reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
    }

    private static let table: [UInt16] = {
        var table = [UInt16](repeating: 0, count: 1000)
        for run in runs.utf8.split(whereSeparator: \.isBlank) {
            let state = packed(run.prefix(2))
            let bounds = run.dropFirst(2).split(separator: UInt8(ascii: "-")).map { digits in
                digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            }
            guard let first = bounds.first, let last = bounds.last else { continue }
            for prefix in first...last { table[prefix] = state }
        }
        return table
    }()

    // A state, its first prefix and, of a run, its last one.
    private static let runs = """
        PR006-007 VI008 PR009 MA010-027 RI028-029 NH030-038 ME039-049 VT050-054 VT056-059
        CT060-069 NJ070-089 NY100-149 PA150-191 PA193-196 DE197-199 DC200 VA201 DC202-203 DC205
        MD206-212 MD214-219 VA220-246 WV247-268 NC270-289 SC290-299 GA300-310 GA312-319 FL320-331
        FL333-339 FL341-342 FL344 FL346-347 FL349 AL350-352 AL354-369 TN370-374 TN376-385
        MS386-397 GA398 KY400-418 KY420-427 OH430-458 IN460-479 MI480-499 IA500-516 IA520-528
        WI530-532 WI534-535 WI537-549 MN550-551 MN553-554 MN556-567 SD570-577 ND580-588 MT590-599
        IL600-620 IL622-629 MO630-631 MO633-641 MO644-648 MO650-658 KS660-662 KS664-679 NE680-681
        NE683-693 LA700-701 LA703-708 LA710-714 AR716-729 OK730-731 OK734-741 OK743-749 TX750-770
        TX772-799 CO800-816 WY820-831 ID832-838 UT840-841 UT843-847 AZ850-853 AZ855-857 AZ859-860
        AZ863-865 NM870-871 NM873-875 NM877-884 NV890-891 NV893-895 NV897-898 CA900-908 CA910-928
        CA930-937 CA939-941 CA943-961 HI967-968 GU969 OR970-979 WA980-986 WA988-994 AK995-999
        """
}
