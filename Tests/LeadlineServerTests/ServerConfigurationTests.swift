import LeadlineDomain
import LeadlineEngine
import LeadlineStore
import Testing

@testable import LeadlineServer

@Suite("ServerConfiguration")
struct ServerConfigurationTests {
    @Test(
        "Loopback addresses are served without users",
        arguments: ["127.0.0.1", "127.9.8.7", "::1", "localhost"])
    func loopback(address: String) throws {
        var configuration = ServerConfiguration()
        configuration.bind = address
        try configuration.validate()
        try configuration.validate(hasUsers: false)
    }

    @Test(
        "Any other address is refused while there is no user, unless told otherwise",
        arguments: [
            "0.0.0.0", "::", "192.168.1.5", "127.0.0.1.example.com", "127.0.0", "example.com",
        ])
    func strangers(address: String) throws {
        var configuration = ServerConfiguration()
        configuration.bind = address
        #expect(throws: ConfigurationFault.openToStrangers(address)) {
            try configuration.validate(hasUsers: false)
        }
        try configuration.validate(hasUsers: true)
        configuration.isInsecure = true
        try configuration.validate(hasUsers: false)
    }

    @Test("Ports beyond 16 bits are refused", arguments: [-1, 65_536])
    func ports(port: Int) {
        var configuration = ServerConfiguration()
        configuration.port = port
        #expect(throws: ConfigurationFault.port(port)) { try configuration.validate() }
    }

    @Test("A file sets every key")
    func file() throws {
        var configuration = ServerConfiguration()
        try apply(
            """
            {"data": "d", "bind": "::1", "port": 7000, "durability": "os", "insecure": true,
             "enable-debug-commands": true, "zone": "-03:30", "currency": "EUR",
             "country": "DE", "services": "closed", "autorelease": true, "maxclients": 100,
             "timeout": 60, "slowlog-log-slower-than": -1, "slowlog-max-len": 7,
             "latency-monitor-threshold": 5}
            """, to: &configuration)
        #expect(configuration.store.path == "d")
        #expect(configuration.bind == "::1")
        #expect(configuration.port == 7000)
        #expect(configuration.store.durability == .os)
        #expect(configuration.isInsecure)
        #expect(configuration.settings.areDebugCommandsEnabled)
        #expect(configuration.settings.zone.offsetSeconds == -12_600)
        #expect(configuration.settings.currency == Currency(Array("EUR".utf8)[...]))
        #expect(configuration.settings.country == CountryCode(Array("DE".utf8)[...]))
        #expect(configuration.settings.areServicesClosed)
        #expect(configuration.settings.autorelease)
        #expect(configuration.tuning.connectionsMax == 100)
        #expect(configuration.tuning.idleSeconds == 60)
        #expect(configuration.tuning.slowMicroseconds == -1)
        #expect(configuration.tuning.slowEntriesMax == 7)
        #expect(configuration.tuning.latencyMilliseconds == 5)
    }

    @Test("What is fixed has no place in a file", arguments: ["save", "appendonly", "dir"])
    func fixedKey(key: String) {
        var configuration = ServerConfiguration()
        #expect(throws: ConfigurationFault.unknownKey(key)) {
            try apply("{\"\(key)\": \"yes\"}", to: &configuration)
        }
    }

    @Test("An unknown key is refused by its name")
    func unknownKey() {
        var configuration = ServerConfiguration()
        #expect(throws: ConfigurationFault.unknownKey("prot")) {
            try apply("{\"prot\": 1}", to: &configuration)
        }
    }

    @Test(
        "A value of the wrong kind is refused by its key's name",
        arguments: [
            ("port", "\"many\""), ("durability", "\"never\""), ("insecure", "1"),
            ("zone", "\"Mars\""), ("zone", "\"+19:00\""), ("currency", "\"EURO\""),
            ("country", "\"Atlantis\""), ("services", "true"),
        ])
    func wrongValue(key: String, value: String) {
        var configuration = ServerConfiguration()
        do {
            try apply("{\"\(key)\": \(value)}", to: &configuration)
            Issue.record("accepted")
        } catch {
            guard case .value(key, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("What is no JSON object is refused", arguments: ["", "[]", "{", "7"])
    func noObject(text: String) {
        var configuration = ServerConfiguration()
        #expect(throws: ConfigurationFault.self) { try apply(text, to: &configuration) }
    }

    @Test(
        "Connections are bounded by the descriptors",
        arguments: [
            (1_048_576, 10_000), (10_628, 10_000), (1024, 396), (692, 64),
        ])
    func descriptors(count: Int, connections: Int) throws {
        #expect(
            try DescriptorLimit.connections(descriptors: count, atMost: 10_000) == connections)
    }

    @Test("With too few descriptors nothing is served")
    func fewDescriptors() {
        #expect(throws: ConfigurationFault.descriptors(691)) {
            try DescriptorLimit.connections(descriptors: 691, atMost: 10_000)
        }
    }

    private func apply(
        _ text: String, to configuration: inout ServerConfiguration
    ) throws(ConfigurationFault) {
        try ConfigurationFile.apply(Array(text.utf8), path: "test", to: &configuration)
    }
}
