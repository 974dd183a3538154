import LeadlineDomain
import LeadlineStore

extension Tag {
    static let leadCounters: UInt8 = 0x90
    static let rate: UInt8 = 0x91
}

/// Names a rate: from which currency into which, as of a day.
struct RateID: KeyPart, Hashable {
    let from: Currency
    let to: Currency
    /// Days since 1970 in UTC.
    let day: Int64

    // The newest first, so that the one in force on a day is the next one.
    func append(to key: inout [UInt8]) {
        from.append(to: &key)
        to.append(to: &key)
        Descending(day).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> RateID? {
        guard let from = Currency.read(&key), let to = Currency.read(&key),
            let day = Descending<Int64>.read(&key)
        else { return nil }
        return RateID(from: from, to: to, day: day.part)
    }
}

/// What one unit of a currency is worth in another from a day on.
struct DatedRate: Equatable, Sendable {
    let from: Currency
    let to: Currency
    /// Days since 1970 in UTC.
    let day: Int64
    let rate: ExchangeRate
}

extension DatedRate: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: RateID { RateID(from: from, to: to, day: day) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(from)
        writer.write(to)
        writer.write(day)
        writer.write(rate.units)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let from: Currency = try reader.read()
        let to: Currency = try reader.read()
        let day: Int64 = try reader.read()
        guard let rate = ExchangeRate(units: try reader.read()) else { throw .invalid }
        self.init(from: from, to: to, day: day, rate: rate)
    }
}

/// Rates of exchange by day.
struct RateTable: ~Copyable, Sendable {
    let table = Table<DatedRate>(tag: Tag.rate, name: "rate")
}

extension View {
    /// The rate in force on a day: of that day, or else the newest before it; nil when there is
    /// none.
    mutating func rate(from: Currency, to: Currency, on day: Int64) -> DatedRate? {
        // The position before the day: rates stand newest first.
        let (place, isTooLate) = day.addingReportingOverflow(1)
        let start = RateID(from: from, to: to, day: isTooLate ? .max : place)
        let next = rows(of: Schema.rates.table, after: start, limit: 1).first
        guard let next, next.from == from, next.to == to else { return nil }
        return next
    }
}
