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
        tuning.values.latencyMilliseconds = 2
        #expect(tuning.noticedNanoseconds == 2_000_000)
        tuning.values.slowMicroseconds = 0
        #expect(tuning.noticedNanoseconds == 0)
        tuning.values.slowMicroseconds = -1
        tuning.values.latencyMilliseconds = 0
        #expect(tuning.noticedNanoseconds == .max)
        tuning.values.slowMicroseconds = .max
        #expect(tuning.noticedNanoseconds == .max)
    }
}
