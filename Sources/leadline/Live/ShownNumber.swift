/// Numbers as they are written where there is little room.
package enum ShownNumber {
    /// A count or a rate: `7`, `950`, `12.3k`, `4.5M`.
    package static func short(_ number: Double) -> String {
        switch abs(number) {
        case 1_000_000_000...: tenths(number / 1_000_000_000) + "G"
        case 1_000_000...: tenths(number / 1_000_000) + "M"
        case 10_000...: tenths(number / 1000) + "k"
        default: "\(Int(number.rounded()))"
        }
    }

    /// A number with one digit behind the point.
    package static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A stretch of time by its two greatest units: `4s`, `12m05s`, `3h02m`, `2d07h`.
    package static func span(_ seconds: Int) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if days > 0 { return "\(days)d\(two(hours % 24))h" }
        if hours > 0 { return "\(hours)h\(two(minutes % 60))m" }
        return minutes > 0 ? "\(minutes)m\(two(seconds % 60))s" : "\(seconds)s"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
