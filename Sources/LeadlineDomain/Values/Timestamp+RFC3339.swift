extension Timestamp {
    /// The instant that RFC 3339 text writes; nil for another shape or an impossible time.
    ///
    /// Takes a fraction of a second (kept to the millisecond), an offset from UTC, and letters in
    /// either case; a leap second counts as the second after it.
    package init?(rfc3339 bytes: ArraySlice<UInt8>) {
        let text = bytes.map(\.uppercased)
        guard text.count >= 20, text.count <= 40, text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let date = CivilDate(text[..<10]), let hour = text[11..<13].decimal,
            let minute = text[14..<16].decimal, let second = text[17..<19].decimal,
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = text[19...]
        guard let milliseconds = Self.readFraction(&rest), let offset = Self.offset(rest)
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        let instant = (seconds - offset) * 1000 + milliseconds
        let timestamp = Timestamp(milliseconds: instant)
        guard timestamp.milliseconds == instant else { return nil }
        self = timestamp
    }

    /// Takes `.` and digits off the front; answers whole milliseconds, nil for a lone point.
    private static func readFraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        let digits = rest.dropFirst().prefix(while: \.isDigit)
        rest = rest.dropFirst(1 + digits.count)
        guard !digits.isEmpty else { return nil }
        let padded = Array(digits.prefix(3)) + Array(repeating: 0x30, count: 3)
        return padded[..<3].decimal.map(Int64.init)
    }

    /// Seconds east of UTC from `Z` or `+hh:mm`; nil for anything else.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        if bytes.count == 1, bytes.first == UInt8(ascii: "Z") { return 0 }
        let text = Array(bytes)
        guard text.count == 6, text[3] == UInt8(ascii: ":"),
            text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            let hours = text[1..<3].decimal, let minutes = text[4..<6].decimal,
            hours < 24, minutes < 60
        else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        return text[0] == UInt8(ascii: "-") ? -seconds : seconds
    }
}
