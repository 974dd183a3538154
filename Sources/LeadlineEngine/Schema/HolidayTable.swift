import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let responseRule: UInt8 = 0x54
    static let holiday: UInt8 = 0x55
    static let holidayByScope: UInt8 = 0x56
}

/// A holiday as its key: the day, and whose it is.
struct HolidayID: KeyPart, Hashable {
    let day: Int64
    let scope: Text

    func append(to key: inout [UInt8]) {
        day.append(to: &key)
        KeyText(scope.bytes).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> HolidayID? {
        guard let day = Int64.read(&key), let scope = KeyText.read(&key) else { return nil }
        return HolidayID(day: day, scope: Text(scope.bytes))
    }
}

extension Holiday: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: HolidayID { HolidayID(day: date.daysSinceEpoch, scope: scope.text) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(date.daysSinceEpoch)
        writer.write(scope.text)
        writer.write(name)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let days: Int64 = try reader.read()
        let text: Text = try reader.read()
        guard let date = CivilDate(daysSinceEpoch: days), let scope = HolidayScope(text: text)
        else { throw .invalid }
        self.init(date: date, scope: scope, name: try reader.read())
    }
}

struct HolidayTable: ~Copyable, Sendable {
    private(set) var table = Table<Holiday>(tag: Tag.holiday, name: "holiday")
    let byScope: Index<Holiday, KeyText, Int64>

    init() {
        byScope = table.index(tag: Tag.holidayByScope) { holiday, emit in
            emit(KeyText(holiday.scope.text.bytes), holiday.date.daysSinceEpoch)
        }
    }
}

extension View {
    /// The holidays of some scopes from a day on, of each the first of many.
    mutating func holidays(of scopes: [HolidayScope], from day: Int64) -> Set<CivilDate> {
        var dates: Set<CivilDate> = []
        for scope in scopes {
            let found = ids(
                Schema.holidays.byScope, KeyText(scope.text.bytes), from: day,
                limit: EngineLimits.holidaysPerScopeMax)
            for entry in found {
                if let date = CivilDate(daysSinceEpoch: entry.order) { dates.insert(date) }
            }
        }
        return dates
    }
}
