import ArgumentParser
import Testing
import leadline_bench

@Suite("PgbenchLog")
struct PgbenchLogTests {
    private func log(_ lines: [String]) -> PgbenchLog {
        var log = PgbenchLog()
        log.read(Array(lines.map { $0 + "\n" }.joined().utf8))
        return log
    }

    @Test("A transaction counts when it ends in the measured time, as all its requests")
    func counts() {
        let log = log([
            "0 1 1000 0 1700000000 900000", "1 1 9000 0 1700000001 500000",
            "0 2 2000 0 1700000001 600000", "1 2 3000 0 1700000002 100000",
            "0 3 4000 0 1700000003 000000",
        ])
        #expect(log.count == 5)
        // From half a second after the first end, for a second: the third and fourth.
        let measurement = log.measurement(after: 0.65, seconds: 1, perTransaction: 16)
        #expect(measurement.requests == 32)
        #expect(measurement.requestsInAll == 80)
        #expect(measurement.throughput == 32)
        #expect((2...2.01).contains(measurement.latencyMilliseconds(percentile: 50)))
        #expect((3...3.01).contains(measurement.latencyMilliseconds(percentile: 100)))
    }

    @Test("A log that ends early makes the measured time shorter, not the rate lower")
    func endsEarly() {
        let log = log(["0 1 1000 0 10 0", "0 2 1000 0 11 0", "0 3 1000 0 12 0"])
        let measurement = log.measurement(after: 0.5, seconds: 5, perTransaction: 1)
        #expect(measurement.seconds == 1.5)
        #expect(measurement.requests == 1)
    }

    @Test("Lines cut short are no transactions", arguments: ["", "0 1", "0 1 2 3 4", "text"])
    func cut(line: String) {
        #expect(log([line]).count == 0)
        #expect(log([line]).measurement(after: 0.5, seconds: 1, perTransaction: 1).requests == 0)
    }
}

@Suite("Comparison of servers")
struct BenchCompareTests {
    @Test("Each server goes first equally often, and last as well", arguments: 1...5)
    func turns(count: Int) {
        let indexes = Array(0..<count)
        let rounds = (0..<2 * count).map { TurnOrder.order(of: indexes, inRound: $0) }
        for index in indexes {
            #expect(rounds.filter { $0.first == index }.count == 2)
            #expect(rounds.filter { $0.last == index }.count == 2)
        }
        #expect(rounds.allSatisfy { $0.sorted() == indexes })
        #expect(TurnOrder.order(of: indexes, inRound: -1) == indexes)
    }

    @Test("A shape is named by its connections and its pipe")
    func shapes() {
        #expect(LoadShape.usual.map(\.name) == ["c1", "c50", "c50×16"])
    }

    @Test("What INFO answers is read by name, whatever ends its lines")
    func info() {
        let text = "# Stats\r\nrole:master\r\ncmdstat_set:calls=12,usec=3\ncmdstat_setex:calls=1\n"
        let info = InfoText(text + "cmdstat_zadd:calls=30,usec=1,usec_per_call=2\r\n")
        #expect(info["role"] == "master")
        #expect(info["rol"] == nil)
        #expect(info.calls(of: ["set", "zadd", "hset"]) == 42)
    }

    @Test("A process's line is read behind a name that holds blanks and parentheses")
    func status() throws {
        let line = "7 (a b) c) S 3 7 7 0 -1 4194304 1 2 3 4 500 25 70 5 20 0 1 0 99 1000 10"
        let status = try #require(ProcessStatus(7, text: line))
        #expect(status.parent == 3)
        #expect(status.ticks == 525)
        #expect(status.childTicks == 75)
        #expect(ProcessStatus(7, text: "7 (a") == nil)
        #expect(ProcessStatus(7, text: "7 (a) S 1 2 3") == nil)
    }

    @Test(
        "A comparison that makes no sense is refused",
        arguments: [
            ["--rounds", "0"], ["-n", "10"], ["--csv"], ["--json", "--markdown"], ["mixed"],
            ["ping", "--rounds", "1"], ["--redis-script", "a.lua"], ["--peer", "redis://:1"],
            ["--peer", "redis://:1", "--markdown", "ping"], ["--peer", "nobody", "ping"],
            ["--bogus"], ["-c", "0"], ["--seconds", "0"],
        ])
    func refuses(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try CompareCommand.parse(arguments) }
        let usage: Int32 = 64
        #expect(error.map { CompareCommand.exitCode(for: $0).rawValue } == usage)
    }

    @Test(
        "A comparison is of all work, of some, or with a peer that runs",
        arguments: [
            [], ["ping"], ["lead.new", "lead.get"], ["-c", "4", "LEAD.NEW"],
            ["--seconds", "0.1", "--json"], ["--peer", "redis://:1", "--csv", "mixed"],
            ["--peer", "redis://:1", "SET", "a", "b"],
        ])
    func accepts(arguments: [String]) throws {
        _ = try CompareCommand.parse(arguments)
    }
}
