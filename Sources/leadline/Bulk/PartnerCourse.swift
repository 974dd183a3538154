/// The commands that make an exported partner what it was: one that was never taken on signs up
/// again, so that nobody becomes a partner by being moved to another server.
///
/// One that was suspended is made active first, because its leads have to come behind it, and
/// suspended by a record of its own.
package enum PartnerCourse {
    /// What PARTNER.APPLY takes of what PARTNER.NEW takes.
    private static let applied: Set = [
        "NAME", "EMAIL", "KIND", "PHONE", "CONTACT", "TIMEZONE", "PARENT",
    ]

    /// The commands in one block; the words are those of its `PARTNER.NEW`.
    package static func commands(_ words: [String], _ record: BulkRecord) -> [[String]] {
        var commands = [words]
        switch record["state"]?.scalar {
        case "paused": commands.append(["PARTNER.PAUSE", "$1"])
        case "pending": commands = [application(words)]
        case "declined":
            commands = [
                application(words), ["PARTNER.DECLINE", "$1", "REASON", LeadCourse.reason],
            ]
        default: break
        }
        if record["pinned"]?.scalar == "yes", let tier = record["tier"]?.scalar {
            commands.append(["PARTNER.SET", "$1", "TIER", tier, "PIN"])
        }
        return commands
    }

    private static func application(_ words: [String]) -> [String] {
        var applied = ["PARTNER.APPLY"]
        for index in stride(from: 1, to: words.count - 1, by: 2)
        where Self.applied.contains(words[index]) {
            applied += words[index...index + 1]
        }
        return applied
    }
}
