import Testing

/// A word that has no place in the house, and what to write instead.
struct Ban: Sendable {
    let word: String
    let instead: String
    var part = Part.code
    /// Paths begin with one of these; empty means everywhere.
    var only: [String] = []
    /// Paths that begin with one of these are free.
    var except: [String] = []
    /// Files that may, with the reason.
    var allowed: [String: String] = [:]

    enum Part { case code, comments, everything }

    func findings(_ file: SourceFile) -> [Finding] {
        guard applies(to: file.path) else { return [] }
        let lines =
            switch part {
            case .code: file.code
            case .comments: file.comments
            case .everything: file.lines
            }
        return lines.indices.filter { lines[$0].contains(word) && occurs(in: lines[$0]) }
            .map { file.finding($0, "`\(word)`: \(instead)") }
    }

    /// Allowances that no file needs any more.
    func stale(_ files: [SourceFile]) -> [Finding] {
        guard !allowed.isEmpty else { return [] }
        var ban = self
        ban.allowed = [:]
        let used = Set(files.filter { !ban.findings($0).isEmpty }.map(\.path))
        return allowed.keys.filter { !used.contains($0) }.sorted().map {
            Finding(path: $0, line: 1, message: "`\(word)` is gone: take its allowance away")
        }
    }

    private func applies(to path: String) -> Bool {
        (only.isEmpty || only.contains { path.hasPrefix($0) })
            && !except.contains { path.hasPrefix($0) } && allowed[path] == nil
    }

    /// Whether the line holds the word whole: `print(` is not in `fingerprint(`.
    private func occurs(in line: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound]
            let after = line[range.upperBound...].first
            let beginsWhole = !isPart(word.first) || !isPart(before.last) && before.last != "."
            let endsWhole = !isPart(word.last) || !isPart(after)
            return beginsWhole && endsWhole && !before.hasSuffix("func ")
        }
    }

    private func isPart(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_"
    }
}

extension Ban {
    /// The house rules that a word betrays.
    static let all = [
        Ban(word: "try!", instead: "throw on, or decide with do and catch"),
        Ban(word: "fatalError(", instead: "use precondition with the state in the message"),
        Ban(
            word: "print(", instead: "log through LeadlineServer's logger, or answer the text",
            only: ["Sources/"], except: ["Sources/leadline"]),
        Ban(
            word: "Date()", instead: "take the time from the transaction or the clock",
            only: ["Sources/"]),
        Ban(word: "Task.detached", instead: "use a task group: concurrency is structured"),
        Ban(
            word: "leveldb_create_snapshot", instead: "read through one iterator, a View",
            only: ["Sources/"]),
        Ban(
            word: "GetSnapshot", instead: "read through one iterator, a View", only: ["Sources/"]),
        Ban(word: "NSRegularExpression", instead: "write a scanner over bytes"),
        Ban(
            word: "@unchecked Sendable", instead: "confine the state, or use Mutex",
            allowed: [
                "Sources/LeadlineStore/Database/LevelDB.swift":
                    "LevelDB's handle is safe on every thread; a batch is owned by one at a time",
                "Sources/LeadlineServer/Commits/GroupCommit.swift":
                    "a group is one thread's until CommitLane hands it over, then the other's",
            ]),
        Ban(
            word: "nonisolated(unsafe)", instead: "confine the state, or use Mutex"),
        Ban(
            word: ".get(Schema.leads.table", instead: "look leads up before a wall: `lead(_:)`",
            only: ["Sources/LeadlineEngine/"], except: ["Sources/LeadlineEngine/Walls/"],
            allowed: [
                "Sources/LeadlineEngine/Deadlines/Transaction+Deadlines.swift":
                    "what happens by itself is behind no wall",
                "Sources/LeadlineEngine/Commands/Events/EventFilter.swift":
                    "a subject by its ref is judged in the same line",
                "Sources/LeadlineEngine/Commands/Flow/FlowCommands.swift":
                    "what the command has just written is read again",
                "Sources/LeadlineEngine/Commands/Leads/LeadCommands.swift":
                    "ONEXISTS judges what is in the way; TAKE takes what nobody owns",
                "Sources/LeadlineEngine/Commands/Leads/LeadPaging.swift":
                    "PageBuilder judges each row",
                "Sources/LeadlineEngine/Commands/Leads/LeadListCommands.swift":
                    "PageBuilder judges each row",
                "Sources/LeadlineEngine/Commands/Nurture/NurtureQuote.swift":
                    "what the command has just written is read again",
                "Sources/LeadlineEngine/Commands/Score/ScoreSweep.swift":
                    "the sweep scores what has faded and shows nothing",
                "Sources/LeadlineEngine/Commands/Partners/PartnerSuspension.swift":
                    "PARTNER.SUSPEND takes back what it walks",
                "Sources/LeadlineEngine/Commands/Operations/OperationCheck.swift":
                    "CHECK is for admins and shows no row",
                "Sources/LeadlineEngine/Commands/Operations/OperationCheck+Around.swift":
                    "CHECK is for admins and shows no row",
                "Sources/LeadlineEngine/Commands/Feedback/FeedbackCommands.swift":
                    "LeadGlance judges each row",
                "Sources/LeadlineEngine/Commands/People/ErasureStep.swift":
                    "ERASE is for the desk, which reaches every row",
                "Sources/LeadlineEngine/Commands/Todo/TodoSource.swift":
                    "each kind of work is of who reaches its rows, or judges them",
                "Sources/LeadlineEngine/Commands/Todo/LeadUrgency.swift":
                    "a kind of work looks at what it may look at, and shows none of it",
                "Sources/LeadlineEngine/Commands/Claims/Registration.swift":
                    "what is in the way is told by mayBeTold",
                "Sources/LeadlineEngine/Subscriptions/EventMessage.swift":
                    "a message is judged for each subscriber",
            ]),
        Ban(
            word: "Double", instead: "count in integer units: money has no floating point",
            only: ["Sources/LeadlineDomain/"]),
        Ban(
            word: "Float", instead: "count in integer units: money has no floating point",
            only: ["Sources/LeadlineDomain/"]),
        Ban(
            word: "-Ounch" + "ecked", instead: "build with -O: a trap is better than a wrong sum",
            part: .everything),
        Ban(word: "TODO", instead: "do it, or file an issue", part: .comments),
        Ban(word: "FIXME", instead: "fix it, or file an issue", part: .comments),
        Ban(word: "XXX", instead: "say why in a sentence", part: .comments),
        Ban(
            word: "/wor" + "k/", instead: "name paths from the root of the project",
            part: .everything),
        Ban(
            word: "/tm" + "p/", instead: "ask for the temporary folder", part: .everything,
            except: ["Tests/"]),
    ]
}

@Suite("Bans") struct BanTests {
    @Test("nothing banned is in the tree", arguments: Ban.all)
    func tree(ban: Ban) {
        expectNone(Tree.house.files.flatMap(ban.findings) + ban.stale(Tree.house.files))
    }

    @Test(
        "every ban finds its word",
        arguments: [
            "try! f()", "fatalError()", "    print(1)", "let now = Date()", "Task.detached { }",
            "leveldb_create_snapshot(db)", "db->GetSnapshot()", "NSRegularExpression()",
            "final class A: @unchecked Sendable {", "nonisolated(unsafe) var a = 1",
            "let a: Double", "a as Float", "// -Ounch" + "ecked", "// TO" + "DO: later",
            "// FIX" + "ME", "/// XX" + "X", "let path = \"/wor" + "k/main\"",
            "let path = \"/tm" + "p/a\"",
        ])
    func findsBanned(line: String) {
        let file = SourceFile(path: "Sources/LeadlineDomain/A.swift", text: line)
        #expect(Ban.all.filter { !$0.findings(file).isEmpty }.count == 1)
    }

    @Test(
        "what only looks alike is free",
        arguments: [
            "try f()", "fingerprint(1)", "mutating func print(1)", "printer.print(1)",
            "let text = \"print(1) try! TODO\"", "// never print(", "let currency = \"XXX\"",
            "readDoubleQuoted()", "Date(timeIntervalSince1970: 0)", "let Floating = 1",
        ])
    func leavesOthers(line: String) {
        let file = SourceFile(path: "Sources/LeadlineDomain/A.swift", text: line)
        #expect(Ban.all.flatMap { $0.findings(file) } == [])
    }

    @Test("a ban in C++ and a stale allowance are found")
    func findsElsewhere() throws {
        let quotes = "char quote = '\"'; db->GetSnapshot(); // \"\n"
        let file = SourceFile(path: "Sources/CLevelDB/a.cc", text: quotes)
        #expect(Ban.all.flatMap { $0.findings(file) }.count == 1)
        let ban = try #require(Ban.all.first { !$0.allowed.isEmpty })
        #expect(ban.stale([file]).count == ban.allowed.count)
    }
}
