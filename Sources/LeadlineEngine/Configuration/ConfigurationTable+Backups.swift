import LeadlineDomain

extension ConfigurationTable {
    /// Where backups go, and how fast they are taken.
    static let backups: [ConfigurationKey] = [
        ConfigurationKey(
            "backupdir", .text("a path, or nothing"), .start,
            "The folder that BACKUP copies into, made when only it is missing; nothing for none."
        ) {
            $0.facts.backupDirectory
        } write: { values, text in
            values.facts.backupDirectory = text.description
            return true
        },
        ConfigurationKey(
            "backuprate", 0...backupRateMax, .live,
            "Mebibytes that a backup reads in a second; 0 is as fast as it can.",
            \.tuning.backupRate),
    ]

    /// No disk is faster.
    private static let backupRateMax = 1_000_000
}
