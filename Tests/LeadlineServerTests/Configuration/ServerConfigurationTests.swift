import LeadlineEngine
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

    // Threat T7: without users an address that others reach is refused
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

    @Test("Each port's own address counts, and only where the port is served")
    func openAddress() {
        var configuration = ServerConfiguration()
        configuration.tls.bind = "0.0.0.0"
        #expect(configuration.openAddress == nil)
        configuration.tls.certificate = "c.pem"
        #expect(configuration.openAddress == "0.0.0.0")
        configuration.tls.bind = ""
        #expect(configuration.openAddress == nil)
        configuration.bind = "192.0.2.1"
        #expect(configuration.openAddress == "192.0.2.1")
        configuration.isPlainServed = false
        configuration.tls.bind = "::1"
        #expect(configuration.openAddress == nil)
    }

    @Test("Ports beyond 16 bits are refused", arguments: [-1, 65_536])
    func ports(port: Int) {
        var configuration = ServerConfiguration()
        configuration.port = port
        #expect(throws: ConfigurationFault.port(port)) { try configuration.validate() }
    }

    @Test("Without a port nothing is served")
    func noPort() throws {
        var configuration = ServerConfiguration()
        configuration.isPlainServed = false
        #expect(throws: ConfigurationFault.noPort) { try configuration.validate() }
        configuration.tls.certificate = "c.pem"
        try configuration.validate()
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
        #expect(throws: ConfigurationFault.descriptors(691, needed: 692)) {
            try DescriptorLimit.connections(descriptors: 691, atMost: 10_000)
        }
    }

    @Test("TLS handshakes took descriptors that connections were promised")
    func descriptorsOfHandshakes() throws {
        let connections = { (descriptors: Int) throws(ConfigurationFault) in
            try DescriptorLimit.connections(
                descriptors: descriptors, atMost: 10_000, handshakesMax: 256)
        }
        #expect(try connections(10_884) == 10_000)
        #expect(try connections(10_628) == 9744)
        #expect(throws: ConfigurationFault.descriptors(947, needed: 948)) { try connections(947) }
    }
}
