/// When somebody works, by the days of a week: `Mon-Fri 09:00-12:00,13:00-17:00; Sat 10:00-14:00`.
///
/// Half-open spans of local time, in order, none touching another.
package struct WorkingHours: Hashable, Sendable {
    /// From a minute of the day up to another, which is not part of it.
    struct Span: Hashable, Sendable {
        var start: Int
        var end: Int
    }

    /// The spans of Monday to Sunday; at least one day has one.
    private(set) var days: [[Span]]

    init(days: [[Span]] = [[Span]](repeating: [], count: 7)) { self.days = days }

    /// How long a text may be.
    package static let bytesMax = 400
    /// How many spans a day may have.
    package static let spansPerDayMax = 8
    /// Minutes of a day as its clock counts them.
    static let minutesPerDay = 1440

    private static let names: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// Reads groups of days and their spans, with `;` between groups and commas within.
    ///
    /// Days are `Mon` to `Sun` in any case, alone or as `Fri-Mon`; times are `HH:MM`, as an end up
    /// to `24:00`. What is open past midnight is two spans. Spans that touch become one.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> WorkingHours {
        guard bytes.count <= bytesMax else { throw ValueFault("at most \(bytesMax) bytes") }
        var hours = WorkingHours()
        for group in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            try hours.add(group.trimmed)
        }
        return hours
    }

    private mutating func add(_ group: ArraySlice<UInt8>) throws(ValueFault) {
        let place = group.firstIndex(where: \.isDigit) ?? group.endIndex
        let (names, times) = (group[..<place].trimmed, group[place...])
        guard !names.isEmpty else {
            throw ValueFault("\(group.quoted) names no day, as in Mon-Fri 09:00-17:00")
        }
        guard !times.isEmpty else {
            throw ValueFault("\(group.quoted) has no times, as in Mon-Fri 09:00-17:00")
        }
        let weekdays = try Self.weekdays(names)
        for part in times.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let span = try Self.span(part.trimmed)
            for day in weekdays { try add(span, on: day) }
        }
    }

    private mutating func add(_ span: Span, on day: Int) throws(ValueFault) {
        let spans = days[day]
        if let other = spans.first(where: { $0.start < span.end && span.start < $0.end }) {
            throw ValueFault("\(span.text) overlaps \(other.text) on \(Self.names[day])")
        }
        var next = span
        var rest: [Span] = []
        for other in spans {
            if other.end == next.start {
                next.start = other.start
            } else if next.end == other.start {
                next.end = other.end
            } else {
                rest.append(other)
            }
        }
        guard rest.count < Self.spansPerDayMax else {
            throw ValueFault("at most \(Self.spansPerDayMax) spans a day")
        }
        rest.append(next)
        days[day] = rest.sorted { $0.start < $1.start }
    }
}

// MARK: - Words and times

extension WorkingHours {
    private static func weekdays(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> [Int] {
        var days: [Int] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let ends = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard ends.count <= 2, let first = ends.first, let last = ends.last else {
                throw ValueFault("\(part.trimmed.quoted) is not a day or Mon-Fri")
            }
            let start = try weekday(first.trimmed)
            let count = (try weekday(last.trimmed) - start + 7) % 7
            for day in start...(start + count) where !days.contains(day % 7) {
                days.append(day % 7)
            }
        }
        return days
    }

    private static func weekday(_ word: ArraySlice<UInt8>) throws(ValueFault) -> Int {
        guard let day = names.firstIndex(where: { word.matches($0) }) else {
            throw ValueFault("\(word.quoted) is not a day: Mon, Tue, Wed, Thu, Fri, Sat or Sun")
        }
        return day
    }

    private static func span(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> Span {
        let ends = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2, let start = minute(ends[0].trimmed), start < minutesPerDay,
            let end = minute(ends[1].trimmed)
        else { throw ValueFault("\(bytes.quoted) is not a span such as 09:00-17:00") }
        guard start < end else {
            throw ValueFault(
                "\(bytes.quoted) ends before it begins; past midnight takes two spans")
        }
        return Span(start: start, end: end)
    }

    /// The minute of the day that `HH:MM` writes, up to 24:00; nil for anything else.
    private static func minute(_ bytes: ArraySlice<UInt8>) -> Int? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 2, parts[1].count == 2,
            let hour = parts[0].decimal, let minute = parts[1].decimal, minute < 60
        else { return nil }
        let sum = Int(hour * 60 + minute)
        return sum <= minutesPerDay ? sum : nil
    }
}

extension WorkingHours {
    /// The one way to write these hours, which `parse` reads as the same.
    package var text: Text {
        var groups: [String] = []
        var written: [[Span]] = [[]]
        for spans in days where !written.contains(spans) {
            written.append(spans)
            let times = spans.map(\.text).joined(separator: ",")
            groups.append("\(daysText(with: spans)) \(times)")
        }
        return Text(groups.joined(separator: "; "))
    }

    private func daysText(with spans: [Span]) -> String {
        var runs: [ClosedRange<Int>] = []
        for day in days.indices where days[day] == spans {
            if let last = runs.last, last.upperBound == day - 1 {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        return runs.map { run in
            let first = "\(Self.names[run.lowerBound])"
            return run.count == 1 ? first : "\(first)-\(Self.names[run.upperBound])"
        }.joined(separator: ",")
    }
}

extension WorkingHours.Span {
    fileprivate var text: String { Self.text(start) + "-" + Self.text(end) }

    private static func text(_ minute: Int) -> String {
        var bytes: [UInt8] = []
        bytes.append(decimal: minute / 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: minute % 60, width: 2)
        return String(decoding: bytes, as: UTF8.self)
    }
}
