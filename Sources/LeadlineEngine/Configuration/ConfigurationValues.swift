import LeadlineDomain

/// Everything that the configuration says: what the server was started with, what commands read,
/// and the limits that may be changed.
package struct ConfigurationValues: Sendable {
    /// What the process was started with.
    package var facts: Engine.ServerFacts
    /// The parts that commands read.
    package var settings: Settings
    /// The limits that CONFIG SET changes.
    package var tuning: Tuning.Values

    /// The defaults that are served with, unless others are given.
    package init(
        facts: Engine.ServerFacts = Engine.ServerFacts(), settings: Settings = Settings(),
        tuning: Tuning.Values = Tuning.Values()
    ) {
        self.facts = facts
        self.settings = settings
        self.tuning = tuning
    }
}

extension Engine {
    /// The configuration now.
    var configuration: ConfigurationValues {
        ConfigurationValues(facts: facts, settings: settings, tuning: tuning.values)
    }
}

extension HouseZone {
    /// `UTC`, a zone's name, or the distance from UTC: `+05:30`.
    var text: String {
        if let rules { return rules.name.description }
        guard offsetSeconds != 0 else { return "UTC" }
        let minutes = Int(offsetSeconds.magnitude) / 60
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        return (offsetSeconds < 0 ? "-" : "+") + Self.twoDigits(hours) + ":" + Self.twoDigits(rest)
    }

    /// Reads `UTC` or a distance such as `+05:30`, up to 18 hours.
    init?(text: Text) {
        if text.bytes.matches("UTC") {
            self = .utc
            return
        }
        let parts = text.bytes.dropFirst().split(
            separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let sign = text.bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
            let hours = parts[0].decimal, let minutes = parts[1].decimal,
            minutes <= 59, hours <= 18
        else { return nil }
        let seconds = Int32(hours * 3600 + minutes * 60)
        self.init(offsetSeconds: sign == UInt8(ascii: "-") ? -seconds : seconds)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
