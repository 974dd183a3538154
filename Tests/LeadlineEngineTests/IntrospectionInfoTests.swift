import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite("INFO") struct IntrospectionInfoTests {
    @Test("INFO replication is exactly what health checks look for")
    func replicationIsExact() throws {
        let talk = try SessionConversation()
        let section = "# Replication\r\nrole:master\r\nconnected_slaves:0\r\n"
        #expect(try talk.call("INFO", "REPLICATION") == .bulk(Array(section.utf8)))
        #expect(
            talk.type("FORMAT TEXT") + talk.type("INFO replication")
                == "+OK\n # Replication\n role:master\n connected_slaves:0\n+OK 3\n")
        #expect(talk.type("INFO nosuchsection") == "+OK 0\n")
    }

    @Test("INFO is verbatim text in RESP3")
    func verbatimInRESP3() throws {
        let talk = try SessionConversation()
        _ = try talk.call("HELLO", "3")
        #expect(
            try talk.call("INFO", "cluster")?.shown == "=txt:# Cluster\r\ncluster_enabled:0\r\n")
    }

    @Test("INFO alone leaves out the long sections, all and everything show them")
    func defaultAndAll() throws {
        let talk = try SessionConversation()
        _ = talk.type("PING")
        #expect(!talk.type("INFO").contains("# Commandstats"))
        for word in ["all", "EVERYTHING"] {
            let page = talk.type("INFO \(word)")
            #expect(page.contains(" cmdstat_ping:calls=1,"))
            #expect(page.contains("# Latencystats"))
        }
        #expect(talk.type("INFO default commandstats").contains("# Commandstats"))
    }

    @Test(
        "INFO holds the fields that tools read",
        arguments: [
            "redis_version:7.2.0", "leadline_version:0.1.0", "redis_mode:standalone",
            "uptime_in_seconds:0", "connected_clients:0", "maxmemory:0", "loading:0",
            "total_commands_processed:", "instantaneous_ops_per_sec:", "total_error_replies:",
            "role:master", "used_cpu_sys:", "used_cpu_user:", "cluster_enabled:0", "position:0",
            "epoch:", "durability:os", "groups_committed:0", "poisoned:0", "events_seq:0",
        ])
    func holds(field: String) throws {
        #expect(try SessionConversation().type("INFO").contains("\n \(field)"))
    }

    @Test("memory, processor time and the machine are measured")
    func measuresTheProcess() {
        let memory = InfoProcess.memory
        #expect(memory.residentBytes > 1 << 20)
        #expect(memory.privateBytes > 0 && memory.privateBytes <= memory.residentBytes)
        #expect(memory.peakBytes >= memory.residentBytes)
        #expect(InfoProcess.processorTime.user.split(separator: ".").last?.count == 6)
        #expect(InfoProcess.system.hasPrefix("Linux "))
        #expect(InfoProcess.runID.count == 40)
    }

    @Test("errors are counted by their code")
    func countsErrors() throws {
        let talk = try SessionConversation()
        for _ in 0..<3 { _ = talk.type("NO.SUCH") }
        #expect(talk.type("INFO errorstats") == " # Errorstats\n errorstat_ERR:count=3\n+OK 2\n")
    }

    @Test("a rate is counted over at least a second and never falls below zero")
    func rateIsCountedOverASecond() {
        let rate = InfoRate()
        let start = ContinuousClock.now
        #expect(rate.perSecond(count: 100, at: start) == 0)
        #expect(rate.perSecond(count: 3000, at: start + .seconds(3)) > 900)
        #expect(rate.perSecond(count: 9999, at: start + .seconds(3.5)) > 900)
        #expect(rate.perSecond(count: 10, at: start + .seconds(9)) == 0)
        #expect(rate.perSecond(count: Int.max, at: start + .seconds(19)) > 0)
    }

    @Test("a quotient is cut to two decimals", arguments: [(10, 4, "2.50"), (1, 30, "0.03")])
    func hundredths(value: Int, count: Int, text: String) {
        #expect(InfoPage.hundredths(value, per: count) == text)
        #expect(InfoPage.hundredths(Int.max, per: 1).hasSuffix(".00"))
    }
}
