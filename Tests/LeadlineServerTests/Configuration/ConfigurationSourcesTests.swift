import Foundation
import LeadlineDomain
import LeadlineEngine
import LeadlineStore
import Testing

@testable import LeadlineServer

@Suite("ConfigurationSources")
struct ConfigurationSourcesTests {
    @Test("A file sets every key")
    func file() async throws {
        let configuration = try await configuration(
            file: """
                {"data": "d", "bind": "::1", "port": 7000, "durability": "os", "insecure": true,
                 "enable-debug-commands": true, "plain": false, "tlsbind": "::",
                 "tlsport": 7001,
                 "tlscert": "c.pem", "tlskey": "k.pem", "tlsca": "a.pem", "tlsclients": "optional",
                 "zone": "-03:30", "currency": "EUR", "country": "DE", "services": "closed",
                 "autorelease": true, "loglevel": "warning", "maxclients": 100, "timeout": 60,
                 "slowlog-log-slower-than": -1, "slowlog-max-len": 7,
                 "latency-monitor-threshold": 5, "writebuffer": 65536, "blockcache": 1048576,
                 "regions": "ALPS=DE,AT,CH"}
                """)
        #expect(configuration.store.path == "d")
        #expect(configuration.bind == "::1")
        #expect(configuration.port == 7000)
        #expect(configuration.store.durability == .os)
        #expect(configuration.store.writeBufferBytes == 65_536)
        #expect(configuration.store.cacheBytes == 1_048_576)
        #expect(configuration.isInsecure)
        #expect(configuration.settings.areDebugCommandsEnabled)
        #expect(!configuration.isPlainServed)
        #expect(configuration.tls.bind == "::")
        #expect(configuration.tls.port == 7001)
        #expect(configuration.tls.certificate == "c.pem")
        #expect(configuration.tls.key == "k.pem")
        #expect(configuration.tls.authority == "a.pem")
        #expect(configuration.tls.clients == .optional)
        #expect(configuration.settings.zone.offsetSeconds == -12_600)
        #expect(configuration.settings.currency == Currency(Array("EUR".utf8)[...]))
        #expect(configuration.settings.country == CountryCode(Array("DE".utf8)[...]))
        #expect(configuration.settings.regions.text == "ALPS=AT,CH,DE")
        #expect(configuration.settings.areServicesClosed)
        #expect(configuration.settings.autorelease)
        #expect(configuration.tuning.logLevel == .warning)
        #expect(configuration.tuning.connectionsMax == 100)
        #expect(configuration.tuning.idleSeconds == 60)
        #expect(configuration.tuning.slowMicroseconds == -1)
        #expect(configuration.tuning.slowEntriesMax == 7)
        #expect(configuration.tuning.latencyMilliseconds == 5)
    }

    // Fault 111: a key that stands twice in the file is refused with its line
    @Test("A key that stands twice is refused, not the last or the first of them taken")
    func repeatedKey() async throws {
        await #expect(throws: ConfigurationFault.repeatedKey("port", line: 3)) {
            try await configuration(
                file: "{\"port\": 1, \"house\": \"port\",\n \"zone\": \"UTC\",\n\"port\" : 2}")
        }
        // The same word as a value, or behind an escaped quote, is no key.
        let fine = "{\"house\": \"\\\"port\\\": \\\\\", \"country\": \"DE\", \"port\": 3}"
        #expect(try await configuration(file: fine).port == 3)
    }

    @Test("Variables of the command line are not told to be none of ours")
    func otherVariables() {
        let sources = ConfigurationSources(
            options: [:], file: nil,
            environment: [
                "LEADLINE_HOST": "a", "LEADLINE_OUTPUT": "csv", "LEADLINE_PROFILE": "p",
                "LEADLINE_PRT": "1",
            ])
        #expect(sources.strangeVariables == ["LEADLINE_PRT"])
    }

    // Fault 111: the command line goes before the environment, that before the file
    @Test("The command line goes before the environment, that before the file")
    func precedence() async throws {
        let file = "{\"port\": 1, \"bind\": \"file\", \"timeout\": 1, \"country\": \"FR\"}"
        let configuration = try await configuration(
            options: ["port": "3", "insecure": "yes"],
            environment: [
                "LEADLINE_PORT": "2", "LEADLINE_BIND": "environment", "LEADLINE_TIMEOUT": "2",
            ],
            file: file)
        #expect(configuration.port == 3)
        #expect(configuration.bind == "environment")
        #expect(configuration.tuning.idleSeconds == 2)
        #expect(configuration.settings.country == CountryCode(Array("FR".utf8)[...]))
        #expect(configuration.isInsecure)
    }

    @Test("Every key has a variable, its hyphens as underlines")
    func variables() async throws {
        let configuration = try await configuration(environment: [
            "LEADLINE_SLOWLOG_LOG_SLOWER_THAN": "77", "LEADLINE_ENABLE_DEBUG_COMMANDS": "true",
            "LEADLINE_TLSCERT": "c.pem", "PORT": "9",
        ])
        #expect(configuration.tuning.slowMicroseconds == 77)
        #expect(configuration.settings.areDebugCommandsEnabled)
        #expect(configuration.tls.certificate == "c.pem")
        #expect(configuration.port == 5323)
    }

    @Test("Every key of the table can be given in every source")
    func everyKey() async throws {
        let keys = ConfigurationTable.keys.filter(\.isInFile)
        let texts = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0.defaultText) })
        let variables = texts.map { (ConfigurationOrigin.variable($0.key), $0.value) }
        let members = keys.map { "\"\($0.name)\": \(Self.json($0))" }.joined(separator: ",")
        try await withFile("{\(members)}") { path in
            let sources = [
                ConfigurationSources(options: texts, file: nil, environment: [:]),
                ConfigurationSources(
                    options: [:], file: nil,
                    environment: Dictionary(uniqueKeysWithValues: variables)),
                ConfigurationSources(options: [:], file: path, environment: [:]),
            ]
            for (source, origin) in zip(sources, ConfigurationOrigin.allCases) {
                let settings = try await source.read()
                #expect(settings.map(\.key.name) == keys.map(\.name))
                #expect(settings.map(\.text) == keys.map(\.defaultText))
                #expect(settings.allSatisfy { $0.origin == origin })
                #expect(source.strangeVariables == [])
            }
        }
    }

    /// A key's default as the file has it.
    private static func json(_ key: ConfigurationKey) -> String {
        switch key.kind {
        case .number: key.defaultText
        case .yesNo: key.defaultText == "yes" ? "true" : "false"
        case .word, .text: "\"\(key.defaultText)\""
        }
    }

    @Test("The environment may name the file, the command line another one")
    func namedFile() async throws {
        try await withFile("{\"port\": 7}") { path in
            let named = ConfigurationSources(
                options: [:], file: nil, environment: ["LEADLINE_CONFIG": path])
            let fromNamed = try await named.read()
            #expect(fromNamed.map(\.text) == ["7"])
            let other = ConfigurationSources(
                options: [:], file: path, environment: ["LEADLINE_CONFIG": "absent"])
            let fromOther = try await other.read()
            #expect(fromOther.map(\.text) == ["7"])
        }
    }

    @Test(
        "A wrong value is told with the place it came from", arguments: ConfigurationOrigin.allCases
    )
    func origin(place: ConfigurationOrigin) async throws {
        let message = try await fault(
            options: place == .commandLine ? ["port": "many"] : [:],
            environment: place == .environment ? ["LEADLINE_PORT": "many"] : [:],
            file: place == .file ? "{\"port\": \"many\"}" : nil)
        #expect(message.hasPrefix("'port' takes a number from 0 to 65535"))
        let expected = ["--port", "LEADLINE_PORT", "the configuration file"]
        let index = try #require(ConfigurationOrigin.allCases.firstIndex(of: place))
        #expect(message.hasSuffix("came from " + expected[index]))
    }

    @Test(
        "A value of the wrong kind is refused by its key's name",
        arguments: [
            ("port", "\"many\""), ("port", "true"), ("port", "1.5"), ("port", "[1]"),
            ("port", "null"), ("port", "70000"), ("durability", "\"never\""), ("insecure", "1"),
            ("insecure", "\"yes\""), ("zone", "\"Mars\""), ("zone", "\"+19:00\""),
            ("currency", "\"EURO\""), ("country", "\"Atlantis\""), ("services", "true"),
            ("tlsclients", "\"maybe\""), ("loglevel", "\"loud\""), ("bind", "\"\""),
        ])
    func wrongValue(key: String, value: String) async throws {
        let message = try await fault(file: "{\"\(key)\": \(value)}")
        #expect(message.hasPrefix("'\(key)' takes "), "\(message)")
        #expect(message.hasSuffix("the configuration file"), "\(message)")
    }

    // Fault 108: an unknown key is refused with its line and the one that was meant
    @Test("An unknown key is refused by its name, with its line and the one that was meant")
    func unknownKey() async throws {
        let message = try await fault(file: "{\n  \"bind\": \"::1\",\n  \"prot\": 1\n}\n")
        #expect(message.contains("unknown key 'prot' in the configuration file, line 3"))
        #expect(message.contains("did you mean 'port'"))
    }

    @Test("What is fixed has no place in a file", arguments: ["save", "appendonly", "dir"])
    func fixedKey(key: String) async throws {
        #expect(try await fault(file: "{\"\(key)\": \"yes\"}").contains("unknown key '\(key)'"))
    }

    @Test("What is no JSON object is refused", arguments: ["", "[]", "{", "7"])
    func noObject(text: String) async throws {
        #expect(try await fault(file: text).hasPrefix("cannot read "))
    }

    // Fault 64: a configuration that others may change is refused
    @Test("A file that others may change is refused, one that they may read is not")
    func mode() async throws {
        try await withFile("{\"port\": 7}") { path in
            let sources = ConfigurationSources(options: [:], file: path, environment: [:])
            chmod(path, 0o644)
            let settings = try await sources.read()
            #expect(settings.count == 1)
            chmod(path, 0o646)
            await #expect(throws: ConfigurationFault.self) { try await sources.read() }
        }
    }

    @Test("Variables that are no settings are told of, those of the tools are not")
    func strangeVariables() {
        let sources = ConfigurationSources(
            options: [:], file: nil,
            environment: [
                "LEADLINE_PROT": "1", "LEADLINE_PORT": "1", "LEADLINE_TOKEN": "t",
                "LEADLINE_CONFIG": "c", "HOME": "h",
            ])
        #expect(sources.strangeVariables == ["LEADLINE_PROT"])
    }

    // MARK: - What the tests share

    private func configuration(
        options: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) async throws -> ServerConfiguration {
        var configuration = ServerConfiguration()
        guard let file else {
            let sources = ConfigurationSources(
                options: options, file: nil, environment: environment)
            try configuration.apply(try await sources.read())
            return configuration
        }
        try await withFile(file) { path in
            let sources = ConfigurationSources(
                options: options, file: path, environment: environment)
            try configuration.apply(try await sources.read())
        }
        return configuration
    }

    private func fault(
        options: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) async throws -> String {
        do {
            _ = try await configuration(options: options, environment: environment, file: file)
            return "accepted"
        } catch let fault as ConfigurationFault {
            return fault.description
        }
    }

    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "leadline-\(UUID().uuidString).json").path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }
}
