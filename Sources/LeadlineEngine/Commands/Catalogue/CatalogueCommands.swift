import LeadlineDomain

extension CommandTable {
    /// The catalogue of services, what partners cover of it, and whose each ZIP is.
    static let catalogue: [Command] = [
        .write(
            "SERVICE.SET", "Puts a service into the catalogue, or changes its text.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.serviceSet],
            Positional<ServiceName>("service"), Keyword<Text>("TEXT"), run: setService),
        .scan(
            "SERVICE.LIST", "Lists the catalogue of services by name.",
            group: .partner, by: .everyone, reach: .everybody,
            Keyword<PageLimit>("LIMIT"), Keyword<ServiceName>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: serviceList),
        .write(
            "COVER.ADD", "Notes that a partner covers a service in an area.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.coverAdded],
            Positional<PartnerReference>("partner"), RequiredKeyword<ServiceName>("SERVICE"),
            RequiredKeyword<Text>("AREA"), run: coverAdd),
        .write(
            "COVER.DEL", "Takes a service in an area from a partner.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.coverDeleted],
            Positional<PartnerReference>("partner"), RequiredKeyword<ServiceName>("SERVICE"),
            RequiredKeyword<Text>("AREA"), run: coverDelete),
        .scan(
            "COVER.LIST", "Lists what partners cover, by partner, service and area.",
            group: .partner, by: .house, reach: .house,
            OptionalPositional<PartnerReference>("partner"), Keyword<WordList>("SERVICE"),
            Keyword<WordList>("AREA"), Keyword<PageLimit>("LIMIT"),
            Keyword<CoverageCursor>("AFTER"), Keyword<WordList>("COLUMNS"), run: coverList),
        .write(
            "TERRITORY.SET", "Gives a ZIP to one partner; FORCE takes it from another.",
            group: .partner, by: .desk, reach: .house, kind: .create,
            events: [.territorySet, .territoryMoved],
            Positional<Text>("zip"), Positional<PartnerReference>("partner"),
            Keyword<CountryCode>("COUNTRY"), Keyword<Phrase>("FORCE"), run: setTerritory),
        .row(
            "TERRITORY.GET", "Answers the partner that a ZIP belongs to, or null.",
            group: .partner, by: .house, reach: .house,
            Positional<Text>("zip"), Keyword<CountryCode>("COUNTRY"), run: territoryGet),
        .write(
            "TERRITORY.DEL", "Takes a ZIP from its partner.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.territoryDeleted],
            Positional<Text>("zip"), Keyword<CountryCode>("COUNTRY"), run: territoryDelete),
        .scan(
            "TERRITORY.LIST", "Lists whose the ZIPs are, by country and code.",
            group: .partner, by: .house, reach: .house,
            OptionalPositional<PartnerReference>("partner"), Keyword<PageLimit>("LIMIT"),
            Keyword<TerritoryCursor>("AFTER"), Keyword<WordList>("COLUMNS"), run: territoryList),
    ]
}
