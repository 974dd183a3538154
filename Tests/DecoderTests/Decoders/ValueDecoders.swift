import LeadlineDomain
import LeadlineNames

@testable import LeadlineEngine

extension Decoder {
    /// Amounts, rates and what agreements are made of.
    static let money = Decoder("money") { bytes in
        let typed = bytes[...]
        for currency in currencies {
            guard let minor = try? Amount.parse(typed, in: currency) else { continue }
            try hold((0...Amount.minorMax).contains(minor), "an amount within bounds")
            let text = Amount.text(minor, in: currency)
            try hold(try? Amount.parse(text.bytes, in: currency), equals: minor, "\(text)")
            try hold(bytes.allSatisfy { isDigit($0) || $0 == 0x2E }, "nothing but digits")
        }
        try canonical(typed, Rate.parse, \.text)
        try canonical(typed, FieldNumber.parse, \.text)
        try canonical(typed, ExchangeRate.parse, \.text)
        try canonical(typed, DueRule.parse, \.text)
        try canonical(typed, TermsScope.parse, \.text)
        try canonical(typed, PartPlan.parse, \.text)
        try canonical(typed, Recurrence.parse, \.text)
        try canonical(typed, LastFour.parse, \.text)
        try canonical(typed, { try Brackets.parse($0, in: .usd) }, { $0.text(in: .usd) })
        try canonical(typed, { try Overrides.parse($0, of: .sale) }, \.text)
        if let shares = try? CreditShare.parse(typed) {
            let sum = shares.reduce(UInt32(0)) { $0 + $1.millionths }
            try hold(sum, equals: CreditShare.wholeMillionths, "shares are a whole")
        }
        if let brackets = try? Brackets.parse(typed, in: .usd) {
            for mode in Brackets.Mode.allCases {
                for minor in [Int64.min, -1, 0, 1, .max] {
                    _ = brackets.commission(on: minor, mode, boost: .whole)
                }
            }
        }
        _ = try? PartPlan.parse(typed, of: .max, in: .usd)
        _ = try? PartPlan.parse(typed, of: .min, in: .usd)
        if let rate = try? ExchangeRate.parse(typed), let yen = Currency(Array("JPY".utf8)[...]) {
            _ = rate.convert(Int128(Int64.max), from: yen, to: .usd)
            _ = rate.convert(.max, from: .usd, to: yen)
        }
    }

    /// Days, times, lengths of time and hours.
    static let time = Decoder("time") { bytes in
        var choices = Choices(bytes)
        let now = Timestamp(milliseconds: Int64(bitPattern: choices.number()))
        let typed = choices.rest
        try hold(Timestamp(rfc3339: now.text.bytes) != nil, "a time is read as it is printed")
        if let date = CivilDate(typed) { try hold(date.text.bytes == typed, "a date") }
        try canonical(typed, Seconds.parse, \.text)
        try canonical(typed, ResponseTarget.parse, \.text)
        try canonical(typed, WorkingHours.parse, \.text)
        if let input = try? TimeInput.parse(typed) {
            for edge in [TimeInput.DayEdge.start, .end] {
                _ = try? input.resolve(now: now, zone: .utc, toward: .past, edge: edge)
                _ = try? input.resolve(now: now, zone: .utc, toward: .future, edge: edge)
            }
        }
        if let period = try? CalendarPeriod.parse(typed) {
            let span = period.span(now: now, zone: .utc)
            if let since = span.since, let until = span.until {
                try hold(since <= until, "a period ends after it began")
            }
        }
        if let zone = HouseZone(text: Text(typed)) {
            try hold(HouseZone(text: Text(zone.text)) == zone, "a distance from UTC")
            _ = now.date(in: zone)
        }
    }

    /// Files of time zones, and what they say of any instant.
    static let zone = Decoder("zone") { bytes in
        var choices = Choices(bytes)
        let instant = Timestamp(milliseconds: Int64(bitPattern: choices.number()))
        guard let rules = try? ZoneRules.parse(choices.rest, name: "Test/Zone") else { return }
        let zone = HouseZone(rules)
        let day = Int64(86_400_000)
        for milliseconds in [instant.milliseconds, 0, .min, .max, instant.milliseconds &+ day] {
            let time = Timestamp(milliseconds: milliseconds)
            let offset = rules.offset(at: time)
            try hold((-64_800...64_800).contains(offset), "an offset of \(offset)")
            guard let date = time.date(in: zone) else { continue }
            try hold(zone.start(of: date) <= zone.end(of: date), "a day does not end before it")
        }
    }

    /// Addresses, telephone numbers, places and ids.
    static let contact = Decoder("contact") { bytes in
        let typed = bytes[...]
        if let address = try? EmailAddress.parse(typed), let key = try? address.key(ascii: ascii) {
            // Text alone enters the server.
            if String(validating: bytes, as: UTF8.self) != nil {
                let again = try? EmailAddress.parse(key.text.bytes).key(ascii: { $0 })
                try hold(again, equals: key, "a key is its own key")
            }
            _ = key.domainKey { name in
                DomainNames.registrable(name.bytes).map { Text($0) }
            }
        }
        for country in [nil, CountryCode.us, CountryCode(Array("GB".utf8)[...])] {
            guard let phone = try? PhoneNumber.parse(typed, country: country) else { continue }
            try hold(PhoneNumber.match(phone, phone) >= .national, "a number matches itself")
            if let written = phone.e164 {
                let again = try? PhoneNumber.parse(written.bytes, country: nil)
                try hold(again?.national, equals: phone.national, "\(written)")
            }
        }
        for country in [CountryCode.us, CountryCode(Array("GB".utf8)[...]) ?? .us] {
            guard let zip = try? Zip.parse(typed, in: country) else { continue }
            try hold(try? Zip.parse(zip.code.bytes, in: country), equals: zip, "a postal code")
            _ = zip.state
        }
        try canonical(typed, { try Area.parse($0) }, \.text)
        try canonical(typed, ZoneName.parse, \.text)
        try canonical(typed, MediaType.parse, \.text)
        try canonical(typed, WebAddress.parse, \.text)
        try known(typed, { LeadID($0) }, \.text)
        try known(typed, { Payee($0) }, \.text)
        try known(typed, { Contributor($0) }, \.text)
        try known(typed, { Currency($0) }, \.text)
        try known(typed, { CountryCode($0) }, \.text)
        try known(typed, { HolidayScope(text: Text($0)) }, \.text)
        _ = AccessToken.digest(of: typed)
        _ = AccessToken.resembles(typed)
    }

    /// Names of companies and domains, words to search for, and base64.
    static let name = Decoder("name") { bytes in
        let words = SearchWords.words(in: [Text(bytes)])
        try hold(words.allSatisfy { $0.count <= SearchWords.wordBytesMax }, "short words")
        try hold(words.allSatisfy { !$0.isEmpty }, "words with letters")
        _ = CompanyKey(Text(bytes))
        _ = Nearest.word(to: bytes[...], among: ["SERVICE", "EMAIL", "*"])
        if let ascii = DomainNames.ascii(bytes) {
            try hold(ascii.allSatisfy { $0 < 0x80 }, "ASCII")
            try hold(DomainNames.ascii(ascii), equals: ascii, "in ASCII twice")
            if let owned = DomainNames.registrable(ascii[...]) {
                try hold(ascii.suffix(owned.count) == owned, "the end of its name")
            }
        }
        if let content = try? Base64.decode(bytes[...]) {
            try hold(content.count, equals: bytes.count / 4 * 3 - padding(bytes), "base64")
        }
    }
}

private let currencies = ["USD", "JPY", "KWD", "CLF"].compactMap { Currency(Array($0.utf8)[...]) }

/// A domain in ASCII, as the engine asks for it.
private func ascii(_ domain: Text) -> Text? {
    DomainNames.ascii(Array(domain.bytes)).map { Text($0) }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func padding(_ bytes: [UInt8]) -> Int { bytes.suffix(2).count { $0 == 0x3D } }

/// What is read prints a text that is read as the same, and printed alike.
private func canonical<Value: Equatable>(
    _ bytes: ArraySlice<UInt8>, _ parse: (ArraySlice<UInt8>) throws -> Value,
    _ text: (Value) -> Text
) throws {
    do { _ = try parse(bytes) } catch let fault as ValueFault {
        return try hold(!fault.reason.isEmpty, "a fault says something")
    }
    try known(bytes, { try? parse($0) }, text)
}

/// The same of a reader that says no more than that it is none.
private func known<Value: Equatable>(
    _ bytes: ArraySlice<UInt8>, _ read: (ArraySlice<UInt8>) -> Value?, _ text: (Value) -> Text
) throws {
    guard let value = read(bytes) else { return }
    let printed = text(value)
    guard let again = read(printed.bytes) else {
        throw Broken(description: "\(Value.self) does not read its own \(printed)")
    }
    try hold(again == value, "\(Value.self) reads \(printed) as another")
    try hold(text(again), equals: printed, "\(Value.self) prints alike")
}
