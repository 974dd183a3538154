package import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// Every key of the configuration, in the order in which they are listed.
package enum ConfigurationTable {
    /// All keys: those of the file first, then what is fixed.
    package static let keys =
        start + secure + business + payments + backups + live + guards + fixed

    /// The key of that name, in any case; nil when there is none.
    package static func key(_ name: Text) -> ConfigurationKey? {
        let word = name.asciiLowercased.description
        return keys.first { $0.name == word }
    }

    private static let start: [ConfigurationKey] = [
        ConfigurationKey("data", .text("a path"), .start, "The data directory.") {
            $0.facts.directory
        } write: { values, text in
            values.facts.directory = text.description
            return !text.isEmpty
        },
        ConfigurationKey("bind", .text("an address"), .start, "The address that is served.") {
            $0.facts.bind
        } write: { values, text in
            values.facts.bind = text.description
            return !text.isEmpty
        },
        ConfigurationKey(
            "port", 0...65_535, .start, "The TCP port; 0 takes a free one.", \.facts.port),
        ConfigurationKey(
            "durability", .word(["always", "os"]), .start,
            "What a commit waits for: the disk, or the operating system only."
        ) {
            $0.facts.durability.rawValue
        } write: { values, text in
            guard let word = StoreOptions.Durability(rawValue: text.asciiLowercased.description)
            else { return false }
            values.facts.durability = word
            return true
        },
        ConfigurationKey(
            "writebuffer", StoreOptions.writeBufferBytesRange, .start,
            "Bytes that are gathered in memory, and read again at the start, before they go to a "
                + "table of the store.",
            \.facts.writeBufferBytes),
        ConfigurationKey(
            "blockcache", StoreOptions.cacheBytesRange, .start,
            "Bytes of the store's tables that stay uncompressed in memory: what was read last.",
            \.facts.cacheBytes),
        ConfigurationKey(
            "insecure", .start, "Whether others than this machine may connect without users.",
            \.facts.isInsecure),
        ConfigurationKey(
            "enable-debug-commands", .start, "Whether DEBUG is served.",
            \.settings.areDebugCommandsEnabled),
    ]

    /// What decides about records: constant while the server runs, so that a replay is exact.
    private static let business: [ConfigurationKey] = [
        ConfigurationKey(
            "zone", .text("UTC, a zone such as Europe/Paris or a distance such as +05:30"), .start,
            "Where the days of the house begin."
        ) {
            $0.settings.zone.text
        } write: { values, text in
            if let zone = HouseZone(text: text) {
                values.settings.zone = zone
                return true
            }
            guard let rules = values.settings.zones.rules(of: text) else { return false }
            values.settings.zone = HouseZone(rules)
            return true
        },
        ConfigurationKey(
            "hours", .text("hours such as Mon-Fri 09:00-17:00"), .start,
            "When the house works, and partners that do not say when they do."
        ) {
            ($0.settings.hours ?? .always).text.description
        } write: { values, text in
            guard let hours = try? WorkingHours.parse(text.bytes) else { return false }
            values.settings.hours = hours
            return true
        },
        ConfigurationKey(
            "currency", .text("an ISO 4217 code"), .start, "The currency of what names none."
        ) {
            $0.settings.currency.text.description
        } write: { values, text in
            guard let currency = Currency(text.bytes) else { return false }
            values.settings.currency = currency
            return true
        },
        ConfigurationKey(
            "country", .text("an ISO 3166 code"), .start, "The country of a ZIP that names none."
        ) {
            $0.settings.country.text.description
        } write: { values, text in
            guard let country = CountryCode(text.bytes) else { return false }
            values.settings.country = country
            return true
        },
        ConfigurationKey(
            "regions", .text("regions such as ALPS=DE,AT,CH; HOME=ALPS,US, or nothing"), .start,
            "Which countries a region has, beside the usual regions or instead of one of them."
        ) {
            $0.settings.regions.text.description
        } write: { values, text in
            guard let regions = try? Regions.parse(text.bytes) else { return false }
            values.settings.regions = regions
            return true
        },
        ConfigurationKey(
            "services", .word(["open", "closed"]), .start,
            "Whether a service must stand in the catalogue."
        ) {
            $0.settings.areServicesClosed ? "closed" : "open"
        } write: { values, text in
            values.settings.areServicesClosed = text.bytes.matches("closed")
            return text.bytes.matches("closed") || text.bytes.matches("open")
        },
        ConfigurationKey(
            "autorelease", .start,
            "Whether a declined lead is offered to the next candidate without review.",
            \.settings.autorelease),
        ConfigurationKey(
            "signup", .start, "Whether strangers may sign up as partners: PARTNER.APPLY.",
            \.settings.isSignupOpen),
        ConfigurationKey(
            "protect", .text("a duration such as 90d"), .start,
            "For how long the claim of an accepted inbound lead is protected."
        ) {
            $0.settings.protection.text.description
        } write: { values, text in
            guard let length = try? Seconds.parse(text.bytes), length > Seconds(0) else {
                return false
            }
            values.settings.protection = length
            return true
        },
        ConfigurationKey(
            "requireform", .start, "Whether a payee without a tax form on file is not paid.",
            \.settings.requiresTaxForm),
        ConfigurationKey(
            "mask", .word(["release", "accept"]), .start,
            "What a partner must have done with a lead to see the customer's contact."
        ) {
            $0.settings.masksUntilAccepted ? "accept" : "release"
        } write: { values, text in
            values.settings.masksUntilAccepted = text.bytes.matches("accept")
            return text.bytes.matches("accept") || text.bytes.matches("release")
        },
    ]

    private static let live: [ConfigurationKey] = [
        ConfigurationKey(
            "loglevel", .word(LogLevel.allCases.map(\.rawValue)), .live,
            "The least severe lines that the log holds."
        ) {
            $0.tuning.logLevel.rawValue
        } write: { values, text in
            guard let level = LogLevel(rawValue: text.asciiLowercased.description)
            else { return false }
            values.tuning.logLevel = level
            return true
        },
        ConfigurationKey(
            "maxclients", 1...1_000_000, .live,
            "Connections at once; at most what the open files allow, less 628, with TLS 884.",
            \.tuning.connectionsMax),
        ConfigurationKey(
            "timeout", 0...Int(Int32.max), .live,
            "Seconds after which a connection that asks nothing is closed; 0 closes none.",
            \.tuning.idleSeconds),
        ConfigurationKey(
            "slowlog-log-slower-than", -1...Int.max, .live,
            "Microseconds from which a command is kept by SLOWLOG; -1 keeps none.",
            \.tuning.slowMicroseconds),
        ConfigurationKey(
            "slowlog-max-len", 0...EngineLimits.slowLogEntriesMax, .live,
            "Entries that SLOWLOG keeps.", \.tuning.slowEntriesMax),
        ConfigurationKey(
            "latency-monitor-threshold", 0...Int.max, .live,
            "Milliseconds from which a delay is kept by LATENCY; 0 keeps none.",
            \.tuning.latencyMilliseconds),
    ]

    /// What Redis's tools ask for, answered as this server is.
    private static let fixed: [ConfigurationKey] = [
        ConfigurationKey("dir", .text("the data directory"), .fixed, "Where the data is.") {
            $0.facts.directory
        } write: { _, _ in
            false
        },
        ConfigurationKey(fixed: "save", "", "No snapshots are needed."),
        ConfigurationKey(fixed: "appendonly", "yes", "Every write goes to a log first."),
        ConfigurationKey(
            "appendfsync", .text("always or no"), .fixed, "What `durability` is in Redis's words."
        ) {
            $0.facts.durability == .always ? "always" : "no"
        } write: { _, _ in
            false
        },
        ConfigurationKey(fixed: "databases", "1", "There is one database."),
        ConfigurationKey(fixed: "maxmemory", "0", "The data is on the disk, not in memory."),
        ConfigurationKey(fixed: "maxmemory-policy", "noeviction", "Nothing is ever evicted."),
        ConfigurationKey(fixed: "replica-read-only", "yes", "There are no replicas."),
        ConfigurationKey(fixed: "slave-read-only", "yes", "There are no replicas."),
        ConfigurationKey(fixed: "cluster-enabled", "no", "There is one server."),
        ConfigurationKey(fixed: "tcp-keepalive", "60", "Seconds until a silent peer is probed."),
        ConfigurationKey(
            fixed: "proto-max-bulk-len", "\(WireLimits.argumentBytesMax)",
            "Bytes of one argument."),
    ]
}
