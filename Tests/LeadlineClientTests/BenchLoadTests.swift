import Glibc
import NIOCore
import Synchronization
import Testing
import leadline_bench

@Suite("Load")
struct BenchLoadTests {
    private static let ok = ScriptedServer.Answer.reply("+OK\r\n")

    /// A server that stands still once, in the middle of a hundred requests.
    private func withPause(
        _ body: (Int) async throws -> Measurement
    ) async throws -> Measurement {
        let count = Mutex(0)
        let server = try await ScriptedServer.start { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number == 30 { usleep(300_000) }
            return Self.ok
        }
        let result = try await body(server.port)
        try await server.stop()
        return result
    }

    @Test("In an open loop a pause is charged to everybody who was due meanwhile")
    func openLoop() async throws {
        let open = try await withPause {
            try await LoadTrial.run(["X"], port: $0, requests: 100, rate: 200)
        }
        #expect(open.requests == 100)
        // Sixty of a hundred were due in those 300 ms: the middle one waited long.
        #expect(open.latencyMilliseconds(percentile: 60) > 50)
        #expect(open.latencyMilliseconds(percentile: 100) >= 299)
        // The same pause is one request's in a closed loop, which asks nothing meanwhile.
        let closed = try await withPause {
            try await LoadTrial.run(["X"], port: $0, requests: 100)
        }
        #expect(closed.latencyMilliseconds(percentile: 60) < 50)
        #expect(closed.latencyMilliseconds(percentile: 100) >= 299)
    }

    @Test("In an open loop requests come at their rate, however fast the replies are")
    func openLoopRate() async throws {
        let server = try await ScriptedServer.start { _ in Self.ok }
        let measurement = try await LoadTrial.run(
            ["X", "__seq__"], port: server.port, requests: 200, connections: 3, pipeline: 4,
            rate: 400)
        try await server.stop()
        #expect(measurement.requests == 200)
        // The last is due after 199 intervals of 2.5 ms.
        #expect(measurement.seconds >= 0.49)
        #expect(server.requests.filter { $0.first == "X" }.count == 200)
        #expect(Set(server.requests.compactMap(\.last)).count == 200)
    }

    @Test("A connection says first which dialect it speaks")
    func greets() async throws {
        let replies: [Dialect: [String: String]] = [
            .resp3: [:], .text: ["FORMAT": "+OK\r\n", "PING": " row\r\n+OK 1\r\n"],
            .json: [
                "FORMAT": #"{"ok":true,"result":"OK"}"# + "\r\n", "PING": #"{"ok":true}"# + "\n",
            ],
        ]
        for (dialect, answers) in replies {
            let server = try await ScriptedServer.start { words in
                let name = words[0].split(separator: " ").first.map(String.init) ?? ""
                return .reply(answers[name.trimmingNewline] ?? "+OK\r\n")
            }
            let measurement = try await LoadTrial.run(
                ["PING"], port: server.port, requests: 7, pipeline: 2, dialect: dialect)
            try await server.stop()
            #expect(measurement.requests == 7, "\(dialect)")
            #expect(measurement.errorCount == 0)
            let first = server.requests.first?.joined(separator: " ").trimmingNewline
            let greetings: [Dialect: String] = [
                .resp3: "HELLO 3", .text: "FORMAT \"TEXT\"", .json: "FORMAT \"JSON\"",
            ]
            #expect(first == greetings[dialect])
        }
    }

    @Test("A server that refuses the dialect is named, not measured")
    func refusedDialect() async throws {
        let server = try await ScriptedServer.start { _ in .reply("-ERR no\r\n") }
        await #expect {
            _ = try await LoadTrial.run(["PING"], port: server.port, requests: 1, dialect: .text)
        } throws: { "\($0)".contains("cannot choose the dialect: ERR no") }
        try await server.stop()
    }
}

extension String {
    fileprivate var trimmingNewline: String {
        String(reversed().drop { $0.isNewline }.reversed())
    }
}

@Suite("LineScanner")
struct LineScannerTests {
    private func count(_ text: String, isJSON: Bool, step: Int) throws -> (Int, [String]) {
        var scanner = LineScanner(isJSON: isJSON)
        var errors: [String] = []
        var replies = 0
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            replies += try bytes[start..<min(bytes.count, start + step)].withUnsafeBytes { piece in
                try scanner.scan(piece) { errors.append($0) }
            }
        }
        return (replies, errors)
    }

    @Test(
        "Replies in TEXT end with their last line",
        arguments: [
            ("+OK\r\n:1\r\n=L7\r\n_\r\n", 4, []), ("# id\tname\r\n L1\tAnn\r\n+OK 1\r\n", 1, []),
            (" id\tL1\n -ERR is data\n+OK 2\n", 1, []),
            ("-EXISTS L7 is live\r\n-ERR\n", 2, ["EXISTS", "ERR"]),
            (">message\ta\tb\r\n+OK\r\n", 1, []),
            (" a\r\n-INTERNAL broke off\r\n", 1, ["INTERNAL"]),
        ] as [(String, Int, [String])])
    func text(text: String, replies: Int, errors: [String]) throws {
        for step in [1, 7, 1000] {
            let result = try count(text, isJSON: false, step: step)
            #expect(result.0 == replies)
            #expect(result.1 == errors)
        }
    }

    @Test("Replies in JSON are lines, and pushes are none")
    func json() throws {
        let failure = #"{"ok":false,"error":{"code":"NOTFOUND","message":"no"}}"#
        let text =
            #"{"ok":true,"result":[{"ok":false}]}"# + "\r\n" + failure + "\n"
            + #"{"push":"message"}"# + "\n"
        for step in [1, 13, 1000] {
            let result = try count(text, isJSON: true, step: step)
            #expect(result.0 == 2)
            #expect(result.1 == ["NOTFOUND"])
        }
    }

    @Test(
        "Lines of another dialect are refused", arguments: [("*1\r\n", false), ("+OK\r\n", true)])
    func refuses(text: String, isJSON: Bool) {
        #expect(throws: ReplyScanner.Malformed.self) {
            try count(text, isJSON: isJSON, step: 100)
        }
    }
}

@Suite("KeyDistribution")
struct KeyDistributionTests {
    private func counts(_ keys: KeyDistribution, below count: Int) -> [Int] {
        var numbers = Numbers(below: 1, seed: 7, keys: keys)
        var counts = [Int](repeating: 0, count: count)
        for _ in 0..<200_000 { counts[numbers.index(below: count)] += 1 }
        return counts
    }

    @Test(
        "By Zipf's law the n-th key comes as often as 1 / n to the power",
        arguments: [0.8, 1.0, 1.3])
    func zipf(exponent: Double) {
        let counts = counts(.zipf(exponent: exponent), below: 1000)
        let weights = (1...1000).map { pow(Double($0), -exponent) }
        let sum = weights.reduce(0, +)
        for rank in [1, 2, 3, 10, 100] {
            let expected = 200_000 * weights[rank - 1] / sum
            // Five standard deviations of a count.
            #expect(abs(Double(counts[rank - 1]) - expected) < 5 * expected.squareRoot() + 1)
        }
    }

    @Test("Uniform keys come equally often, and of one key there is one")
    func uniform() {
        for count in counts(.uniform, below: 10) { #expect((19_000...21_000).contains(count)) }
        #expect(counts(.zipf(exponent: 1), below: 1) == [200_000])
    }

    @Test("The same seed draws the same")
    func seed() {
        let draws = ([1, 1, 2] as [UInt64]).map { seed in
            var numbers = Numbers(below: 1_000_000, seed: seed, keys: .zipf(exponent: 0.99))
            return (0..<20).map { _ in numbers.random() }
        }
        #expect(draws[0] == draws[1])
        #expect(draws[0] != draws[2])
    }

    @Test("Distributions are named, with an exponent where they have one")
    func names() {
        #expect(KeyDistribution(argument: "Uniform") == .uniform)
        #expect(KeyDistribution(argument: "zipf") == .zipf(exponent: 0.99))
        #expect(KeyDistribution(argument: "zipf:1.5")?.name == "zipf:1.50")
        for wrong in ["", "zipf:", "zipf:0", "zipf:-1", "zipf:11", "zipf:x", "uniform:1", "normal"]
        {
            #expect(KeyDistribution(argument: wrong) == nil, "\(wrong)")
        }
    }
}

@Suite("Dialect")
struct DialectTests {
    @Test("In lines, words stand in quotes, and numbers in their place")
    func inline() {
        let words = ["X", #"a "b" \ c"#, "k__seq__", "", "two\nlines"]
        var buffer = ByteBuffer()
        var numbers = Numbers(below: 1, seed: 1)
        CommandTemplate(words, .text).write(to: &buffer, &numbers)
        let text = String(buffer: buffer)
        #expect(text.hasPrefix(#"X "a \"b\" \\ c" "k0"#))
        #expect(text.hasSuffix(#"" "" "two\nlines""# + "\r\n"))
        let number = text.split(separator: "\"k").last?.prefix(12)
        #expect(number?.allSatisfy(\.isNumber) == true)
    }
}
