import LeadlineDomain
import LeadlineWire
import NIOCore
import Synchronization
import Testing

@testable import LeadlineEngine

@Suite("What took long") struct TimingTests {
    @Test(
        "a time falls into the bucket whose bound it does not exceed",
        arguments: [
            (-5, 0), (0, 0), (1, 0), (1000, 0), (1001, 1), (2000, 1), (2001, 2), (4000, 2),
            (4001, 3), (1_000_000, 10), (1_024_000, 10), (1_024_001, 11), (Int.max, 23),
        ])
    func buckets(nanoseconds: Int, bucket: Int) {
        #expect(CommandCounter.bucket(nanoseconds) == bucket)
    }

    @Test("a counter's calls are the sum of its buckets, and a reset forgets them")
    func counts() {
        let counter = CommandCounter()
        for time in [500, 900, 1500, 70_000] { counter.spent(time) }
        #expect(counter.calls == 4)
        #expect(counter.histogram.map(\.microseconds) == [1, 2, 128])
        #expect(counter.histogram.map(\.count) == [2, 1, 1])
        counter.reset()
        #expect(counter.calls == 0 && counter.nanoseconds.load(ordering: .relaxed) == 0)
    }

    @Test(
        "a share of the calls was done within the bound of the last of them",
        arguments: [(500, 1), (501, 2), (990, 2), (991, 8), (999, 8), (1000, 8)])
    func percentiles(thousandths: Int, bound: Int) {
        let buckets = [(microseconds: 1, count: 50), (2, 49), (8, 1)]
        #expect(InfoPage.bound(of: thousandths, in: buckets) == bound)
    }

    @Test("the slow log cuts what is long as Redis does, and hides what is personal")
    func cutsArguments() throws {
        let talk = try SessionConversation()
        let long = String(repeating: "x", count: 130)
        #expect(
            Self.kept(talk, ["ECHO", long]) == [
                "ECHO", String(long.dropLast(2)) + "... (2 more bytes)",
            ])
        #expect(
            Self.kept(talk, ["lead.set", "L1", "name", "Ann Lee", "ZIP", "90210"])
                == ["lead.set", "L1", "name", "(redacted)", "ZIP", "90210"])
        #expect(
            Self.kept(talk, ["HELLO", "3", "AUTH", "ann", "secret", "SETNAME", "desk"])
                == ["HELLO", "3", "AUTH", "(redacted)", "(redacted)", "SETNAME", "desk"])
        let many = Self.kept(talk, ["INFO"] + (1...40).map { "s\($0)" })
        #expect(many.count == 32)
        #expect(many.last == "... (10 more arguments)")
        #expect(many[30] == "s30")
    }

    private static func kept(_ talk: SessionConversation, _ words: [String]) -> [String] {
        var decoder = RequestDecoder()
        var frame = Frame()
        var bytes = ByteBuffer(string: "*\(words.count)\r\n")
        for word in words { bytes.writeString("$\(word.utf8.count)\r\n\(word)\r\n") }
        _ = decoder.next(&bytes, &frame, limits: .authenticated)
        guard let index = try? talk.engine.table.find(frame) else { return [] }
        return talk.engine.table.commands[index].slowLogArguments(frame).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test("a delay is kept once a second, the longest, and 160 seconds at most")
    func delays() {
        let log = LatencyLog()
        log.note(.commit, second: 10, milliseconds: 5)
        log.note(.commit, second: 10, milliseconds: 9)
        log.note(.commit, second: 10, milliseconds: 7)
        #expect(log.samples(of: .commit) == [LatencyLog.Sample(second: 10, milliseconds: 9)])
        for second in 11..<Int64(11 + LatencyLog.samplesMax) {
            log.note(.commit, second: second, milliseconds: 1)
        }
        #expect(log.samples(of: .commit).count == LatencyLog.samplesMax)
        #expect(log.samples(of: .commit).first?.second == 11)
        #expect(log.latest.map(\.worst) == [9])
        #expect(log.reset([.command, .commit]) == 1)
        #expect(log.latest.isEmpty)
    }

    @Test("delays are noticed from the threshold on, and LATENCY shows them")
    func noticesDelays() throws {
        let talk = try SessionConversation()
        talk.engine.noteDelay(.commit, milliseconds: 1000)
        #expect(talk.type("LATENCY LATEST") == "+OK 0\n")
        #expect(talk.type("CONFIG SET latency-monitor-threshold 100") == "+OK\n")
        talk.engine.noteDelay(.commit, milliseconds: 99)
        talk.engine.noteDelay(.commit, milliseconds: 100)
        talk.engine.noteDelay(.loopTurn, milliseconds: 300)
        #expect(
            talk.type("LATENCY LATEST")
                == " [\"commit\",1795280400,100,100]\n [\"loop-turn\",1795280400,300,300]\n+OK 2\n")
        #expect(talk.type("LATENCY HISTORY commit") == " [1795280400,100]\n+OK 1\n")
        #expect(talk.type("LATENCY DOCTOR").contains("loop-turn: 1 s with delays"))
        #expect(talk.type("LATENCY RESET commit") == ":1\n")
        #expect(talk.type("LATENCY RESET") == ":1\n")
    }

    @Test("one comparison notices what either the slow log or LATENCY asks for")
    func threshold() {
        let tuning = Tuning()
        #expect(tuning.noticedNanoseconds == 10_000_000)
        tuning.change { $0.latencyMilliseconds = 2 }
        #expect(tuning.noticedNanoseconds == 2_000_000)
        tuning.change { $0.slowMicroseconds = 0 }
        #expect(tuning.noticedNanoseconds == 0)
        tuning.change { $0.slowMicroseconds = -1 }
        tuning.change { $0.latencyMilliseconds = 0 }
        #expect(tuning.noticedNanoseconds == .max)
        tuning.change { $0.slowMicroseconds = .max }
        #expect(tuning.noticedNanoseconds == .max)
    }

    @Test("of two limits that were set at once the earlier one was lost")
    func lostUpdate() async {
        let tuning = Tuning()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<25_000 { tuning.change { $0.idleSeconds += 1 } }
                }
            }
        }
        #expect(tuning.values.idleSeconds == 100_000)
        #expect(tuning.idleSeconds == 100_000)
    }

    @Test("each limit that is looked at by itself is the one of its name")
    func quickLimits() {
        let tuning = Tuning()
        tuning.change { values in
            values.slowMicroseconds = 1
            values.connectionsMax = 2
            values.latencyMilliseconds = 3
            values.idleSeconds = 4
            values.guards.memoryBytesMax = 5
            values.guards.requestsPerSecond = 6
            values.guards.outsiderRequestsPerSecond = 7
            values.logLevel = .error
        }
        let read = [
            tuning.noticedNanoseconds, tuning.connectionsMax, tuning.latencyMilliseconds,
            tuning.idleSeconds, tuning.memoryBytesMax, tuning.requestsPerSecond(isOutsider: false),
            tuning.requestsPerSecond(isOutsider: true),
        ]
        #expect(read == [1000, 2, 3, 4, 5, 6, 7])
        #expect(tuning.logLevel == .error)
    }

    @Test("the slow log keeps the newest as many as it may, also where that changes")
    func slowLogRing() {
        let log = SlowLog()
        func add(_ count: Int, entriesMax: Int) {
            for _ in 0..<count {
                log.add(
                    at: EngineHarness.start, microseconds: 1, [], .system, entriesMax: entriesMax)
            }
        }
        add(1000, entriesMax: 3)
        #expect(log.newest(nil).map(\.number) == [999, 998, 997])
        add(7, entriesMax: 5)
        #expect(log.newest(2).map(\.number) == [1006, 1005] && log.count == 5)
        add(1, entriesMax: 2)
        #expect(log.newest(nil).map(\.number) == [1007, 1006])
        add(1, entriesMax: 0)
        #expect(log.count == 0)
        log.reset()
        add(1, entriesMax: 1)
        #expect(log.newest(nil).map(\.number) == [1009])
    }
}
