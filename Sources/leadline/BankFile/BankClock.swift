import Glibc

/// The moment at which a file for the bank is made.
struct BankClock {
    private let parts: tm

    /// Now.
    init() {
        var (now, parts) = (time(nil), tm())
        gmtime_r(&now, &parts)
        self.parts = parts
    }

    /// `YYYY-MM-DD`, in UTC.
    var day: String { Self.text(parts, "%Y-%m-%d") }

    /// RFC 3339, in UTC.
    var text: String { Self.text(parts, "%Y-%m-%dT%H:%M:%SZ") }

    /// A reference that no other file has: the moment, and four digits by chance.
    var reference: String {
        let chance = String(UInt16.random(in: 0x1000...0xFFFF), radix: 16)
        return "LL-\(Self.text(parts, "%Y%m%dT%H%M%SZ"))-\(chance)"
    }

    /// Whether a text is a day of the calendar.
    static func isDay(_ text: String) -> Bool {
        let numbers = text.split(separator: "-").compactMap { CInt($0) }
        guard numbers.count == 3 else { return false }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (
            numbers[0] &- 1900, numbers[1] &- 1, numbers[2]
        )
        // What the calendar does not have becomes another day by this.
        timegm(&parts)
        return Self.text(parts, "%Y-%m-%d") == text
    }

    private static func text(_ parts: tm, _ format: String) -> String {
        var parts = parts
        var bytes = [CChar](repeating: 0, count: 32)
        let count = strftime(&bytes, bytes.count, format, &parts)
        return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
