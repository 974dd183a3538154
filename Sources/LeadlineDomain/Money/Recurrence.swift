/// For how long the renewals of a sale are paid for (`rules.md` 7).
package enum Recurrence: Hashable, Sendable {
    /// Only the first sale.
    case first
    /// While the month index is below a number.
    case months(UInt16)
    /// Always.
    case lifetime

    /// The largest number of months: a hundred years.
    package static let monthsMax: UInt16 = 1200

    /// Reads `first`, `lifetime` or a number of months from 1.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> Recurrence {
        if bytes.matches("first") { return .first }
        if bytes.matches("lifetime") { return .lifetime }
        guard let count = bytes.decimal, count >= 1, count <= UInt64(monthsMax) else {
            throw ValueFault(
                "\(bytes.quoted) is not a number of months up to \(monthsMax), lifetime or first")
        }
        return .months(UInt16(count))
    }

    /// Whether what comes so many whole months after the first commission is paid for.
    package func pays(monthIndex: Int) -> Bool {
        switch self {
        case .first: false
        case .months(let count): monthIndex < Int(count)
        case .lifetime: true
        }
    }

    /// The recurrence as it is read.
    package var text: Text {
        switch self {
        case .first: Text("first" as StaticString)
        case .months(let count): Text("\(count)")
        case .lifetime: Text("lifetime" as StaticString)
        }
    }
}

extension CivilDate {
    /// The whole calendar months from this day to a later one, clamped to month ends.
    ///
    /// A month is over on the same day of the next one, or on its last where it has no such day:
    /// 31 January to 28 February is one. Negative when the other day is earlier.
    package func wholeMonths(to later: CivilDate) -> Int {
        let months = (later.year - year) * 12 + later.month - month
        let sameDay = min(day, CivilDate.days(inMonth: later.month, of: later.year))
        return later.day < sameDay ? months - 1 : months
    }
}
