import Configuration
package import LeadlineEngine
import Synchronization
import SystemPackage

/// What the configuration is read from: the command line before the environment before the file.
package struct ConfigurationSources: Sendable {
    /// One setting that was given somewhere.
    package struct Setting: Sendable {
        /// What is set.
        package let key: ConfigurationKey
        /// To what, as CONFIG SET takes it.
        package let text: String
        /// Where that was said.
        package let origin: ConfigurationOrigin
    }

    /// Texts by the names of their keys, as the command line gave them.
    private let options: [String: String]
    private let environment: [String: String]
    /// The configuration file's path; nil when none was named.
    package let file: String?

    /// Variables that the command line `leadline`, or this program, reads by itself.
    private static let others: Set = [
        "LEADLINE_CONFIG", "LEADLINE_TOKEN", "LEADLINE_TOKEN_FILE", "LEADLINE_HOST",
        "LEADLINE_USER", "LEADLINE_OUTPUT", "LEADLINE_PROFILE", "LEADLINE_PAGER",
    ]
    /// Permission bits that the file must not have: whoever changes it changes the server.
    private static let forbiddenMode: UInt32 = 0o002

    /// Sources that are read when they are asked, and may be asked again.
    ///
    /// The options are the command line's texts by the names of their keys; where it names no file,
    /// `LEADLINE_CONFIG` does.
    package init(options: [String: String], file: String?, environment: [String: String]) {
        self.options = options
        self.environment = environment
        self.file = file ?? environment["LEADLINE_CONFIG"]
    }

    /// Variables that look like settings and are none.
    package var strangeVariables: [String] {
        let known = Self.others.union(ConfigurationFile.keys.map(ConfigurationOrigin.variable))
        return environment.keys.filter {
            $0.hasPrefix(ConfigurationOrigin.prefix) && !known.contains($0)
        }.sorted()
    }

    /// Every setting that was given, each from where it counts.
    package func read() async throws(ConfigurationFault) -> [Setting] {
        let access = LastAccess()
        let words = options.map { (ConfigurationOrigin.word($0.key), $0.value) }
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(
                environmentVariables: Dictionary(words) { first, _ in first }),
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: ["leadline"]),
        ]
        if let file { providers.append(try await Self.open(file)) }
        let reader = ConfigReader(providers: providers, accessReporter: access)
        var settings: [Setting] = []
        for key in ConfigurationTable.keys where key.isInFile {
            guard let (content, origin) = try access.look(for: key, reader) else { continue }
            settings.append(Setting(key: key, text: content, origin: origin))
        }
        return settings
    }

    private static func open(
        _ path: String
    ) async throws(ConfigurationFault) -> FileProvider<ConfigurationFile> {
        do throws(TLSFault) {
            _ = try PrivateFile.read(path, key: "config", mode: forbiddenMode, bytesMax: 1 << 20)
        } catch {
            guard case .unreadable(_, _, let reason) = error else {
                throw .unreadable(path: path, reason: "others may change it; chmod o-w")
            }
            throw .unreadable(path: path, reason: reason)
        }
        do {
            return try await FileProvider(filePath: FilePath(path))
        } catch ConfigurationFault.unreadable(_, let reason) {
            throw .unreadable(path: path, reason: reason)
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }
}

/// Keeps what the reader says of one look: which source had the value, or had a wrong one.
private final class LastAccess: AccessReporter {
    private let event = Mutex<AccessEvent?>(nil)

    func report(_ event: AccessEvent) { self.event.withLock { $0 = event } }

    /// A key's value as text and where it came from; nil when nothing was said.
    func look(
        for key: ConfigurationKey, _ reader: ConfigReader
    ) throws(ConfigurationFault) -> (String, ConfigurationOrigin)? {
        let name: ConfigKey = [key.name]
        switch key.kind {
        case .number: _ = reader.int(forKey: name)
        case .yesNo: _ = reader.bool(forKey: name)
        case .word, .text: _ = reader.string(forKey: name)
        }
        guard let event = event.withLock({ $0 }) else { return nil }
        // Sources are asked in order, up to the first that has a value or a wrong one.
        let origin = ConfigurationOrigin.allCases[event.providerResults.count - 1]
        // What has the wrong type is, to the reader, as good as nothing.
        if let last = event.providerResults.last, case .success(let found) = last.result {
            guard let value = found.value else { return nil }
            if let text = value.content.text { return (text, origin) }
        }
        throw .value(key: key.name, expected: key.expected(in: origin), origin: origin)
    }
}

extension ConfigContent {
    /// The value as CONFIG SET takes it; nil for a type that no key has.
    fileprivate var text: String? {
        switch self {
        case .string(let text): text
        case .int(let number): "\(number)"
        case .bool(let flag): flag ? "yes" : "no"
        default: nil
        }
    }
}

extension ConfigurationKey {
    /// What its value may be, as the source writes it.
    fileprivate func expected(in origin: ConfigurationOrigin) -> String {
        if case .yesNo = kind, origin == .file { return "true or false" }
        return expected
    }
}
