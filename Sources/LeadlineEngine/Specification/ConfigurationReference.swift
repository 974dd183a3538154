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
            refused by its name and line. The same keys are variables of the environment, in upper
            case behind `LEADLINE_` with underlines for hyphens (`LEADLINE_PORT`), and many are
            options (`--port`). Options go before the environment, that goes before the file, which
            `--config` or `LEADLINE_CONFIG` names. `--check-config` says what is wrong, or what is
            set and where. A secret has no place in any of them: keys and tokens are files of their
            own. `CONFIG GET pattern` shows what counts now.

            \(page.text)
            SIGHUP has the file and TLS's files read again: what `CONFIG SET` could change, and the
            file says otherwise than before, counts at once; the rest at the next start.

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
