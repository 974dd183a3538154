/// Where a setting came from; what stands first goes before the others.
package enum ConfigurationOrigin: String, Sendable, CaseIterable {
    /// An option of the command line.
    case commandLine
    /// A variable of the environment.
    case environment
    /// The configuration file.
    case file

    /// The place for people: `--port`, `LEADLINE_PORT`, `the configuration file`.
    package func name(of key: String) -> String {
        switch self {
        case .commandLine: "--\(key)"
        case .environment: Self.variable(key)
        case .file: "the configuration file"
        }
    }

    /// The environment's variable for a key.
    static func variable(_ key: String) -> String { prefix + word(key) }

    /// What the variables' names begin with.
    static let prefix = "LEADLINE_"

    /// A key as variables are written: upper case, underlines.
    static func word(_ key: String) -> String {
        String(key.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
