/// A time as it was typed: an instant, a day, or a distance from now.
///
/// Reading needs no clock; `resolve` brings in now and the house's zone.
package enum TimeInput: Hashable, Sendable {
    /// A point in time.
    case instant(Timestamp)
    /// A day in the house's zone.
    case date(CivilDate)
    /// A distance from now.
    case duration(Seconds)

    /// Where a duration leads from now.
    package enum Sense: Sendable {
        /// Back from now: where the past is meant.
        case past
        /// Ahead of now: where the future is meant.
        case future
    }

    /// Which end of a day a date without a time means.
    package enum DayEdge: Sendable {
        /// Its first instant.
        case start
        /// The first instant of the next day, for bounds that exclude their end.
        case end
    }

    /// Reads RFC 3339 (`2026-11-21T17:00:00Z`), a date (`2026-11-21`) or a duration (`7d`).
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> TimeInput {
        if let date = CivilDate(bytes) { return .date(date) }
        if let instant = Timestamp(rfc3339: bytes) { return .instant(instant) }
        // Whatever ends in a unit after digits is judged as a duration, for the better reason.
        if bytes.count > 1, bytes.dropLast().allSatisfy(\.isDigit), bytes.last?.isLetter == true {
            return .duration(try Seconds.parse(bytes))
        }
        throw ValueFault(
            "\(bytes.quoted) is not a time: 2026-11-21T17:00:00Z, 2026-11-21 or 7d")
    }

    /// The instant meant.
    package func resolve(
        now: Timestamp, zone: HouseZone, toward sense: Sense, edge: DayEdge
    ) throws(ValueFault) -> Timestamp {
        switch self {
        case .instant(let instant):
            return instant
        case .date(let date):
            return edge == .start ? zone.start(of: date) : zone.end(of: date)
        case .duration(let seconds):
            let distance = sense == .past ? Seconds(-seconds.count) : seconds
            guard let instant = now.advanced(by: distance) else {
                throw ValueFault("'\(seconds.text)' leads beyond the years 1 to 9999")
            }
            return instant
        }
    }
}
