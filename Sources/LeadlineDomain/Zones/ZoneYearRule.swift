/// How the clocks of a zone change every year, as POSIX writes it: `EST5EDT,M3.2.0,M11.1.0`.
struct ZoneYearRule: Equatable, Sendable {
    /// Seconds east of UTC in winter, or always.
    private let standard: Int32
    private let summer: Summer?

    private struct Summer: Equatable {
        var offset: Int32
        var start: Change
        var end: Change
    }

    /// A change: on which day of a year, and at which second of it, by the clock before it.
    private struct Change: Equatable {
        var day: Day
        var second: Int64
    }

    private enum Day: Equatable {
        /// From 1 to 365, 29 February left out.
        case withoutLeapDay(Int64)
        /// From 0 to 365.
        case fromZero(Int64)
        /// The month, which of its weeks (5 is the last) and the day, Sunday being 0.
        case weekday(month: Int, week: Int, day: Int)

        /// The day counted from 1970-01-01; nil beyond the calendar.
        func number(in year: Int) -> Int64? {
            guard let first = CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch else {
                return nil
            }
            switch self {
            case .fromZero(let number): return first + number
            case .withoutLeapDay(let number):
                let isLeap = CivilDate.days(inMonth: 2, of: year) == 29
                return first + number - 1 + (isLeap && number >= 60 ? 1 : 0)
            case .weekday(let month, let week, let day):
                guard let start = CivilDate(year: year, month: month, day: 1) else { return nil }
                // Sunday is 0 here, and 6 of a date's.
                let ahead = (day + 6 - start.weekday + 7) % 7
                let length = CivilDate.days(inMonth: month, of: year)
                var place = ahead + (week - 1) * 7
                while place >= length { place -= 7 }
                return start.daysSinceEpoch + Int64(place)
            }
        }
    }

    /// How many seconds east of UTC the clocks stand at a second since 1970.
    func offset(at seconds: Int64) -> Int32 {
        guard let summer else { return standard }
        let (days, rest) = (seconds + Int64(standard)).quotientAndRemainder(dividingBy: 86_400)
        guard let date = CivilDate(daysSinceEpoch: rest < 0 ? days - 1 : days) else {
            return standard
        }
        // A change may lie a week outside its year.
        var latest: (time: Int64, offset: Int32)?
        for year in (date.year - 1)...(date.year + 1) {
            // Where both are at once, summer follows summer.
            for (change, before, after) in [
                (summer.end, summer.offset, standard), (summer.start, standard, summer.offset),
            ] {
                guard let day = change.day.number(in: year) else { continue }
                let time = day * 86_400 + change.second - Int64(before)
                guard time <= seconds else { continue }
                if latest.map({ $0.time <= time }) ?? true { latest = (time, after) }
            }
        }
        return latest?.offset ?? standard
    }
}

// MARK: - Reading

extension ZoneYearRule {
    /// The rule that text writes; nil when it is none.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = RuleReader(rest: text)
        guard reader.name(), let west = reader.time(hoursMax: 24) else { return nil }
        guard let standard = Self.east(-west) else { return nil }
        self.standard = standard
        guard !reader.rest.isEmpty else {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = -west + 3600
        if let next = reader.rest.first, next != UInt8(ascii: ",") {
            guard let west = reader.time(hoursMax: 24) else { return nil }
            offset = -west
        }
        guard let east = Self.east(offset), let start = Self.change(&reader),
            let end = Self.change(&reader), reader.rest.isEmpty
        else { return nil }
        summer = Summer(offset: east, start: start, end: end)
    }

    private static func east(_ seconds: Int64) -> Int32? {
        let bound = Int64(ZoneRules.offsetMax)
        return (-bound...bound).contains(seconds) ? Int32(seconds) : nil
    }

    private static func change(_ reader: inout RuleReader) -> Change? {
        guard reader.take(","), let day = day(&reader) else { return nil }
        guard reader.take("/") else { return Change(day: day, second: 7200) }
        return reader.time(hoursMax: 167).map { Change(day: day, second: $0) }
    }

    private static func day(_ reader: inout RuleReader) -> Day? {
        if reader.take("M") {
            guard let month = reader.number(1...12), reader.take("."),
                let week = reader.number(1...5), reader.take("."), let day = reader.number(0...6)
            else { return nil }
            return .weekday(month: Int(month), week: Int(week), day: Int(day))
        }
        if reader.take("J") { return reader.number(1...365).map { .withoutLeapDay($0) } }
        return reader.number(0...365).map { .fromZero($0) }
    }
}

/// Takes a rule apart from its front.
private struct RuleReader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest.removeFirst()
        return true
    }

    /// A zone's short name: letters, or what stands between `<` and `>`.
    mutating func name() -> Bool {
        if take("<") {
            let name = rest.prefix { $0 != UInt8(ascii: ">") }
            rest = rest.dropFirst(name.count)
            return !name.isEmpty && take(">")
        }
        let name = rest.prefix(while: \.isLetter)
        rest = rest.dropFirst(name.count)
        return !name.isEmpty
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix(while: \.isDigit)
        rest = rest.dropFirst(digits.count)
        guard digits.count <= 3, let number = digits.decimal, range.contains(Int64(number)) else {
            return nil
        }
        return Int64(number)
    }

    /// Seconds, written as hours with perhaps a sign, minutes and seconds.
    mutating func time(hoursMax: Int64) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(0...hoursMax) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] as [Int64] {
            guard take(":") else { break }
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }
}
