import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// The days on which somebody does not work.
    static let holiday: [Command] = [
        .write(
            "HOLIDAY.ADD", "Notes a day on which nobody, a partner or a country does not work.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.holidayAdded],
            Positional<HolidayDate>("date"), Keyword<Text>("NAME"),
            Keyword<PartnerReference>("PARTNER"), Keyword<CountryCode>("COUNTRY"),
            run: holidayAdd),
        .write(
            "HOLIDAY.DEL", "Takes a holiday back.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.holidayDeleted],
            Positional<HolidayDate>("date"), Keyword<PartnerReference>("PARTNER"),
            Keyword<CountryCode>("COUNTRY"), run: holidayDelete),
        .scan(
            "HOLIDAY.LIST", "Lists the holidays by date.", group: .partner, by: .house,
            reach: .house, Keyword<PartnerReference>("PARTNER"), Keyword<CountryCode>("COUNTRY"),
            Keyword<TimeInput>("SINCE"), Keyword<TimeInput>("UNTIL"),
            Keyword<CalendarPeriod>("IN"), Keyword<PageLimit>("LIMIT"),
            Keyword<HolidayCursor>("AFTER"), Keyword<WordList>("COLUMNS"), run: holidayList),
    ]
}

extension EventType {
    static let holidayAdded = EventType("holiday.added")
    static let holidayDeleted = EventType(
        "holiday.deleted", fields: ["name", "partner", "country"])
}

/// A day of the calendar.
struct HolidayDate: Argument {
    static var typeName: String { "date" }
    let date: CivilDate

    init(argument: Bytes) throws(ValueFault) {
        guard let date = CivilDate(argument) else {
            throw ValueFault("\(argument.quoted) is not a date such as 2026-12-25")
        }
        self.date = date
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(date.text.bytes) }
}

/// Where the list of holidays goes on: `2026-12-25`, `2026-12-25/P7` or `2026-12-25/US`.
struct HolidayCursor: Argument {
    static var typeName: String { "cursor" }
    let id: HolidayID

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.split(separator: UInt8(ascii: "/"), maxSplits: 1)
        guard let date = parts.first.flatMap({ CivilDate($0) }),
            let scope = HolidayScope(text: Text(parts.count > 1 ? parts[1] : []))
        else { throw ValueFault("\(argument.quoted) is not a cursor of this list") }
        id = HolidayID(day: date.daysSinceEpoch, scope: scope.text)
    }

    static func text(_ id: HolidayID) -> Text {
        let date = CivilDate(daysSinceEpoch: id.day)?.text ?? ""
        return id.scope.isEmpty ? date : Text("\(date)/\(id.scope)")
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(Self.text(id).bytes)
    }
}

/// The documented fields of a holiday.
enum HolidayFields {
    static let table = FieldTable<Holiday>([
        EntityField("date") { .text($0.date.text) },
        EntityField("name") { .optional($0.name) },
        EntityField("partner") { holiday in
            if case .partner(let id) = holiday.scope { .id(id) } else { .null }
        },
        EntityField("country") { holiday in
            if case .country(let code) = holiday.scope { .text(code.text) } else { .null }
        },
    ])

    /// What an event says beside its subject, the date.
    fileprivate static let event = FieldTable<Holiday>(Array(table.fields.dropFirst()))
}

/// The columns of HOLIDAY.LIST.
enum HolidayColumns: PageColumns {
    static let standard = HolidayFields.table.fields
}

extension View {
    /// Whose holidays PARTNER and COUNTRY mean; the house's without either.
    fileprivate mutating func holidayScope(
        _ partner: PartnerReference?, _ country: CountryCode?, _ wall: Wall
    ) throws(Rejection) -> HolidayScope {
        switch (partner, country) {
        case (nil, nil): return .house
        case (let partner?, nil): return .partner(try self.partner(partner, wall).id)
        case (nil, let country?): return .country(country)
        case (.some, .some): throw .syntax("PARTNER and COUNTRY exclude each other")
        }
    }
}

/// HOLIDAY.ADD: named again, a holiday gets the new name.
private func holidayAdd(
    tx: inout Transaction, day: HolidayDate, name: Text?, partner: PartnerReference?,
    country: CountryCode?
) throws(Rejection) -> Done {
    let scope = try tx.changes.view.holidayScope(partner, country, tx.caller.wall)
    var new = Holiday(date: day.date, scope: scope, name: nil)
    let old = tx.changes.view.get(Schema.holidays.table, new.id)
    new.name = name.map { $0.orNil } ?? old?.name
    guard new != old else { return Done() }
    tx.changes.put(Schema.holidays.table, new)
    tx.record(
        .holidayAdded, EventSubject(name: new.date.text), HolidayFields.event, from: nil, to: new)
    return Done()
}

private func holidayDelete(
    tx: inout Transaction, day: HolidayDate, partner: PartnerReference?, country: CountryCode?
) throws(Rejection) -> Done {
    let scope = try tx.changes.view.holidayScope(partner, country, tx.caller.wall)
    let id = HolidayID(day: day.date.daysSinceEpoch, scope: scope.text)
    guard let old = tx.changes.view.get(Schema.holidays.table, id) else {
        let whose = scope == .house ? "the house" : "\(scope.text)"
        throw Rejection(.notFound, "\(day.date.text) is no holiday of \(whose)")
    }
    _ = tx.changes.delete(Schema.holidays.table, id)
    tx.record(
        .holidayDeleted, EventSubject(name: old.date.text), HolidayFields.event, from: nil,
        to: old)
    return Done()
}

private func holidayList(
    reader: inout Reader, partner: PartnerReference?, country: CountryCode?, since: TimeInput?,
    until: TimeInput?, period: CalendarPeriod?, limit: PageLimit?, after: HolidayCursor?,
    columns: WordList?
) throws(Rejection) -> RecordPage<Holiday, HolidayColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try HolidayFields.table.columns(chosen: list.words)
    }
    let isChosen = partner != nil || country != nil
    let chosen = try reader.view.holidayScope(partner, country, reader.caller.wall)
    let span = try TimeSpan.of(since, until, period, reader)
    let zone = reader.settings.zone
    let listing = Listing<Holiday, HolidayID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.holidays.table, after: position, limit: count)
    } keep: { _, holiday in
        (!isChosen || holiday.scope == chosen) && span.contains(zone.start(of: holiday.date))
    }
    return RecordPage(page.rows, next: page.next.map { HolidayCursor.text($0) }, columns: columns)
}
