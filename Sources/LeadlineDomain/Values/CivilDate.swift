/// A day of the Gregorian calendar, from 0001-01-01 to 9999-12-31.
package struct CivilDate: Hashable, Sendable {
    /// From 1 to 9999.
    package let year: Int

    /// From 1 to 12.
    package let month: Int

    /// From 1 to the month's last.
    package let day: Int

    /// Nil when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01; nil outside the years 1 to 9999.
    ///
    /// Counts in eras of 400 years from 1 March of the year 0, as Howard Hinnant's
    /// `civil_from_days` does.
    package init?(daysSinceEpoch days: Int64) {
        guard Self.dayRange.contains(days) else { return nil }
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let monthOfYear = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = Int(yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0))
        month = Int(monthOfYear)
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The days from 1970-01-01 to this one.
    package var daysSinceEpoch: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The days of the years 1 to 9999, counted from 1970-01-01.
    package static let dayRange: ClosedRange<Int64> = -719_162...2_932_896

    /// 0 for Monday to 6 for Sunday.
    package var weekday: Int { Int((daysSinceEpoch % 7 + 10) % 7) }

    /// How many days the month has.
    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate {
    /// The date that `YYYY-MM-DD` writes; nil for another shape or a day that does not exist.
    package init?(_ bytes: ArraySlice<UInt8>) {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = parts[0].decimal, let month = parts[1].decimal, let day = parts[2].decimal
        else { return nil }
        self.init(year: Int(year), month: Int(month), day: Int(day))
    }

    /// The date as `YYYY-MM-DD`.
    package var text: Text {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return Text(bytes)
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(decimal: year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: day, width: 2)
    }
}

extension [UInt8] {
    /// Appends a number from 0 with leading zeros up to the width.
    mutating func append(decimal value: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}
