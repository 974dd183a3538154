import LeadlineClient
import Synchronization
import Testing
import leadline

@Suite("Importer", .timeLimit(.minutes(1)))
struct ImporterTests {
    /// Imports a file; the outcomes' words by line, and the keys that were sent.
    private func importing(
        _ text: String, options: UnitBuilder.Options = .init(),
        _ script: @escaping ScriptedServer.Script
    ) async throws -> (outcomes: [String], requests: [[String]]) {
        let server = try await ScriptedServer.start(script)
        let temporary = try TemporaryFile(text)
        let file = try InputFile(temporary.path)
        let builder = try UnitBuilder(.lead, options, key: "k")
        let port = server.port
        var outcomes: [String] = []
        var importer = try await Importer(file, builder, isDryRun: options.isDryRun) {
            () async throws(BulkFault) in
            do {
                return try await LeadlineClient.connect(port: port)
            } catch {
                throw BulkFault("\(error)", status: .unavailable)
            }
        } report: { (record, outcome) throws(BulkFault) in
            outcomes.append("\(record.line) \(outcome.word) \(outcome.id ?? "-")")
        }
        try await importer.run(delimiter: nil) { _ in }
        let requests = server.requests.filter { $0.first == "LEAD.NEW" }
        try await server.stop()
        return (outcomes, requests)
    }

    private static let emptyPage = ScriptedServer.Answer.reply("*2\r\n_\r\n*0\r\n")

    @Test("Every record is sent once with a key of its line, and told in the order of the file")
    func sendsAll() async throws {
        let count = 1050
        let lines = (1...count).map { "c\($0)@x.example,n" }.joined(separator: "\n")
        let numbers = Mutex(0)
        let (outcomes, requests) = try await importing("email,name\n\(lines)\n") { words in
            guard words.first == "LEAD.NEW" else { return Self.emptyPage }
            let number = numbers.withLock {
                $0 += 1
                return $0
            }
            return .reply("+L\(number)\r\n")
        }
        #expect(outcomes == (1...count).map { "\($0 + 1) created L\($0)" })
        #expect(requests.map { $0.last } == (2...count + 1).map { "k-\($0)" })
    }

    // Fault 36, 47: after a lost connection only what was not answered is sent again, with the
    //   same key
    @Test("After a lost connection only what was not answered is sent again, with the same key")
    func survivesLostConnections() async throws {
        let isLost = Mutex(false)
        let (outcomes, requests) = try await importing("email\na@x.example\nb@x.example\n") {
            words in
            guard words.first == "LEAD.NEW" else { return Self.emptyPage }
            if words[2].hasPrefix("b"), isLost.withLock({ !$0 }) {
                isLost.withLock { $0 = true }
                return .close
            }
            return .reply("+L1\r\n")
        }
        #expect(outcomes == ["2 created L1", "3 created L1"])
        #expect(requests.map { $0.last } == ["k-2", "k-3", "k-3"])
    }

    @Test("What the server cannot take now is sent again, what it refuses is not")
    func triesAgain() async throws {
        let calls = Mutex(0)
        let (outcomes, requests) = try await importing("email\na@x.example\nb\n") { words in
            guard words.first == "LEAD.NEW" else { return Self.emptyPage }
            if words[2] == "b" { return .reply("-INVALID email: no\r\n") }
            let call = calls.withLock {
                $0 += 1
                return $0
            }
            return call < 3 ? .reply("-TRYAGAIN soon\r\n") : .reply("+L1\r\n")
        }
        #expect(outcomes == ["3 invalid -", "2 created L1"])
        #expect(requests.count == 4)
    }

    @Test("A record that ended the connection was sent again for ever")
    func givesUpOneRecord() async throws {
        let (outcomes, requests) = try await importing(
            "email\na@x.example\nb@x.example\nc@x.example\n"
        ) { words in
            guard words.first == "LEAD.NEW" else { return Self.emptyPage }
            return words[2].hasPrefix("b") ? .close : .reply("+L1\r\n")
        }
        #expect(outcomes.sorted() == ["2 created L1", "3 invalid -", "4 created L1"])
        #expect(requests.count { $0[2].hasPrefix("b") } == 6)
    }

    @Test("A dry run sends DRYRUN without a key, and finds twins within the file")
    func triesOut() async throws {
        var options = UnitBuilder.Options()
        options.isDryRun = true
        let (outcomes, requests) = try await importing(
            "email\na@x.example\nA@x.example\n", options: options
        ) { words in
            words.first == "LEAD.NEW" ? .reply("+created\r\n") : Self.emptyPage
        }
        #expect(outcomes == ["2 created -", "3 exists -"])
        #expect(requests == [["LEAD.NEW", "EMAIL", "a@x.example", "DRYRUN"]])
    }

    @Test("A value for every record stands in each command")
    func setsValues() async throws {
        var options = UnitBuilder.Options()
        options.constants = [JSONMember("SERVICE", .string("payroll"))]
        let (_, requests) = try await importing("email\na@x.example\n", options: options) { words in
            words.first == "LEAD.NEW" ? .reply("+L1\r\n") : Self.emptyPage
        }
        #expect(
            requests == [
                ["LEAD.NEW", "EMAIL", "a@x.example", "SERVICE", "payroll", "IDEM", "k-2"]
            ])
    }

    @Test("A broken file is found before anything is sent")
    func judgesFirst() throws {
        let file = try TemporaryFile("email\na@x.example\n\"b\n")
        let fault = #expect(throws: BulkFault.self) {
            try Importer.judge(try InputFile(file.path), delimiter: nil) { _ in }
        }
        #expect(fault?.description.hasSuffix("line 3: a quote is never closed") == true)
    }

    @Test("Names in lines of JSON that nothing becomes of are known, but for those of an export")
    func judgesNames() throws {
        let lines = """
            {"email":"a@x.example","nmae":"A","Size":1,"fields":{"size":1}}
            {"record":"lead","id":"L1","version":3}
            {"email":"b@x.example","nmae":null,"import_line":3}

            """
        let file = try TemporaryFile(lines, ending: "jsonl")
        let judged = try Importer.judge(try InputFile(file.path), delimiter: nil) { _ in }
        #expect(judged.names == ["email", "nmae", "Size", "fields", "import_line"])
        #expect(judged.count == 3)
        let plan = try ColumnPlan(.lead, mappings: ["Size="])
        #expect(judged.names.filter(plan.isLeftOut) == ["nmae"])
        let sheet = try TemporaryFile("email,nmae\na,b\n")
        let rows = try Importer.judge(try InputFile(sheet.path), delimiter: nil) { _ in }
        #expect(rows.names.isEmpty)
    }

    @Test("The digest is that of the bytes, and tells files apart")
    func digests() throws {
        let texts = ["email\na\n", "email\nb\n", "email\na\n"]
        let digests = try texts.map { text in
            let file = try TemporaryFile(text)
            return try Importer.judge(try InputFile(file.path), delimiter: nil) { _ in }
        }
        #expect(digests[0].digest == digests[2].digest)
        #expect(digests[0].digest != digests[1].digest)
        #expect(digests[0].count == 1)
    }
}
