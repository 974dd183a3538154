import LeadlineDomain
import Testing

@Suite struct AreaTests {
    @Test(arguments: [
        ("*", "*", AreaLevel.all), ("emea", "EMEA", .region), ("us", "US", .country),
        ("uk", "GB", .country), ("us-ca", "US-CA", .state), ("ca-on", "CA-ON", .state),
        ("gb-eng", "GB-ENG", .state), ("us-90210", "US-90210", .zip),
        ("US-90210-1234", "US-90210", .zip), ("gb-sw1a 1aa", "GB-SW1A1AA", .zip),
        ("jp-13", "JP-13", .zip), ("NA", "NA", .country),
    ])
    func anAreaIsReadAndPrintedInUpperCase(typed: String, text: String, level: AreaLevel) throws {
        let area = try Area.parse(slice(typed), regions: .usual)
        #expect(area.text == Text(text))
        #expect(area.level == level)
        #expect(try Area.parse(area.text.bytes) == area)
    }

    @Test(arguments: [
        "", "**", "E", "NARNIA", "90210", "us-", "us-xx", "us-9021", "xx-ca", "us ca", "-us",
        "us_ca", "US-CA-90210", "\u{C9}U", "ASEAN-SG",
        // Printed without its blanks each would read as a state.
        "gb-\toa", "gb-o a",
    ])
    func otherAreasAreRefused(typed: String) {
        let reason = fault { () throws(ValueFault) in
            try Area.parse(slice(typed), regions: .usual)
        }
        #expect(reason != nil)
    }

    @Test func aStoredRegionIsReadEvenWhenItIsNoLongerDefined() throws {
        #expect(try Area.parse(slice("NARNIA")) == .region("NARNIA"))
    }

    @Test(arguments: [
        ("*", "*"), ("*", "US-90210"), ("*", "EMEA"), ("US", "US"), ("US", "US-CA"),
        ("US", "US-90210"), ("US-CA", "US-CA"), ("US-CA", "US-90210"), ("US-90210", "US-90210"),
        ("EMEA", "EMEA"), ("EMEA", "DE"), ("EMEA", "ZA"), ("EMEA", "AE"), ("EMEA", "DE-BY"),
        ("EMEA", "DE-10115"), ("EMEA", "DACH"), ("EMEA", "EU"), ("EMEA", "GCC"), ("ASEAN", "SG"),
        ("APAC", "ASEAN"), ("APAC", "ANZ"), ("AMER", "US-90210"), ("AMER", "LATAM"),
        ("NORAM", "US-CA"), ("LATAM", "BR"), ("NORDICS", "SE"), ("BENELUX", "NL"), ("EU", "IE"),
        ("MENA", "GCC"), ("AFRICA", "SSA"),
    ])
    func anAreaCoversWhatLiesInside(outer: String, inner: String) {
        #expect(area(outer).covers(area(inner), regions: .usual))
    }

    @Test(arguments: [
        ("US", "*"), ("EMEA", "*"), ("US-CA", "US"), ("US-CA", "US-10001"), ("US-CA", "US-NY"),
        ("US-CA", "CA"), ("CA", "US-CA"), ("US-90210", "US-90211"), ("US-90210", "US-CA"),
        ("DE-90210", "US-90210"), ("ASEAN", "JP"), ("SG", "ASEAN"), ("DE", "DACH"),
        ("DACH", "EMEA"), ("EU", "GB"), ("EMEA", "US"), ("EMEA", "APAC"), ("NARNIA", "US"),
        ("EMEA", "NARNIA"), ("GB-ENG", "GB-SW1A1AA"), ("APAC", "US-GU"),
    ])
    func anAreaCoversNothingElse(outer: String, inner: String) {
        #expect(!area(outer).covers(area(inner), regions: .usual))
    }

    @Test func levelsGoFromTheNarrowestToTheWidest() {
        let sorted: [AreaLevel] = [.zip, .state, .country, .region, .all]
        #expect(AreaLevel.allCases.sorted() == sorted)
    }

    @Test func everyUsualRegionHasKnownCountriesAndAProperName() throws {
        let regions = Regions.usual
        for name in regions.names {
            let countries = try #require(regions.countries(of: name))
            #expect(!countries.isEmpty, "\(name)")
            #expect(Regions.isName(name.bytes) && CountryCode(name.bytes) == nil, "\(name)")
        }
        for (name, count) in [
            ("EU", 27), ("ASEAN", 11), ("GCC", 6), ("DACH", 3), ("G7", 7), ("EEA", 30), ("ANZ", 2),
            ("AFRICA", 58), ("BENELUX", 3),
        ] {
            #expect(regions.countries(of: Text(name))?.count == count, "\(name)")
        }
    }

    @Test func everyInhabitedCountryIsInAUsualRegion() {
        let world = ["EMEA", "APAC", "AMER", "CIS"].reduce(into: Set<CountryCode>()) {
            $0.formUnion(Regions.usual.countries(of: Text($1)) ?? [])
        }
        let outside = CountryCode.all.filter { !world.contains($0) }.map { "\($0.text)" }
        #expect(outside.joined(separator: " ") == "AQ BV CC CX GS HM IO SJ TF UM")
    }

    @Test func regionsAreReadOverTheUsualOnesAndWrittenAsTheyDiffer() throws {
        let usual = try Regions.parse(slice(" "))
        #expect(usual == .usual && usual.text.isEmpty)
        let regions = try Regions.parse(slice("alps = de, AT,ch; HOME=ALPS,uk ;ASEAN=JP"))
        #expect("\(regions.text)" == "ALPS=AT,CH,DE; ASEAN=JP; HOME=AT,CH,DE,GB")
        #expect(try Regions.parse(regions.text.bytes) == regions)
        #expect(area("HOME").covers(area("GB"), regions: regions))
        #expect(area("HOME").covers(area("DE"), regions: regions))
        #expect(!area("ASEAN").covers(area("SG"), regions: regions))
        // What ASEAN is part of stays as it was.
        #expect(area("APAC").covers(area("SG"), regions: regions))
        #expect(try Area.parse(slice("alps"), regions: regions) == .region("ALPS"))
        #expect(
            fault { () throws(ValueFault) in
                _ = try Area.parse(slice("ALPS"), regions: .usual)
            } != nil)
    }

    @Test(
        "definitions of regions that mean nothing are refused",
        arguments: [
            "ALPS", "ALPS=", "ALPS=DE;", ";", "ALPS=DE,", "ALPS=XQ", "ALPS=HOME; HOME=DE",
            "US=DE", "A=DE", "ALPS=DE; alps=AT", "ALPS=DE=AT", "=DE",
        ])
    func wrongRegions(text: String) {
        #expect(fault { () throws(ValueFault) in _ = try Regions.parse(slice(text)) } != nil)
    }

    @Test func aRegionCanBeDefinedAnewButNotAsACountry() throws {
        var regions = Regions.usual
        let japan = try #require(CountryCode(slice("JP")))
        try regions.define(slice("asean"), as: [japan])
        #expect(regions.countries(of: "ASEAN") == [japan])
        #expect(area("ASEAN").covers(area("JP"), regions: regions))
        for name in ["US", "uk", "A", "1ST", "A-B", "A B", "", "ABCDEFGHIJKLMNOPQRSTU"] {
            var copy = regions
            let reason = fault { () throws(ValueFault) in
                try copy.define(slice(name), as: [japan])
            }
            #expect(reason != nil, "\(name)")
        }
    }
}
