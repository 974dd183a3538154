/// `CONFIG.md`: every key of the configuration, for people.
enum ConfigurationReference {
    static var text: String {
        var page = MarkdownTable("Key", "Takes", "Default", "Changed", "Decides")
        page.rows = ConfigurationTable.keys.map { key in
            [
                "`\(key.name)`", key.expected,
                key.defaultText.isEmpty ? "" : "`\(key.defaultText)`",
                change(key.change), key.summary,
            ]
        }
        return """
            # Configuration

            \(Specification.notice)
            The configuration file is one JSON object with these keys; numbers are JSON numbers,
            yes and no are `true` and `false`, all else is a string. A key that is not listed is
            refused. The command line goes before the file.
            `CONFIG GET pattern` shows what counts now.

            \(page.text)
            What is changed by `CONFIG SET` counts at once and until the server stops; what is to
            last goes into the file as well. What decides about records is set at the start only:
            the same requests then always have the same effect.

            """
    }

    private static func change(_ change: ConfigurationKey.Change) -> String {
        switch change {
        case .start: "at the start"
        case .live: "at the start, `CONFIG SET`"
        case .fixed: "never"
        }
    }
}
