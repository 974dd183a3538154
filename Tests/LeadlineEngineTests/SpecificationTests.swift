import Foundation
import LeadlineDomain
import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite("Specification") struct SpecificationTests {
    private let table = CommandTable.leadline

    @Test("the checked-in specification is fresh")
    func checkedInSpecificationIsFresh() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for file in Specification.files() {
            let url = root.appending(path: "Protocol").appending(path: file.path)
            // Compared apart from the expectation, which would print both pages.
            let isFresh = try? String(contentsOf: url, encoding: .utf8) == file.content
            #expect(
                isFresh == true,
                "Protocol/\(file.path) is stale: run `swift run leadline-server spec --write`")
        }
    }

    @Test("the same table gives the same bytes")
    func isDeterministic() {
        let first = Specification.files()
        let second = Specification.files()
        #expect(first.map(\.path) == second.map(\.path))
        #expect(first.map(\.content) == second.map(\.content))
        #expect(first.allSatisfy { $0.content.hasSuffix("\n") && !$0.content.hasSuffix("\n\n") })
    }

    @Test("commands.json is JSON and lists every command once")
    func exportIsJSON() throws {
        let text = CommandExport(table: table).text
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let commands = document?["commands"] as? [[String: Any]]
        #expect(commands?.compactMap { $0["name"] as? String } == table.commands.map(\.name))
        #expect(document?["format"] as? Int == 1)
    }

    @Test("the pages name every command, code, move and event")
    func pagesAreComplete() {
        let pages = Dictionary(
            uniqueKeysWithValues: Specification.files().map { ($0.path, $0.content) })
        for command in table.commands {
            #expect(pages["COMMANDS.md"]?.contains("\n### \(command.name)\n") == true)
            for event in command.events {
                #expect(pages["EVENTS.md"]?.contains("| `\(event.name)` |") == true)
            }
        }
        for code in ErrorCode.allCases {
            #expect(pages["ERRORS.md"]?.contains("| `\(code.word)` |") == true)
        }
        let moves = pages["FLOW.md"]?.split(separator: "\n").filter { $0.hasPrefix("| ") } ?? []
        #expect(moves.count == Flow.out.moves.count + Flow.in.moves.count + 4)
    }

    @Test(
        "JSON text escapes what it must",
        arguments: [
            ("plain é", "\"plain é\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("\u{0}\n\u{7f}", "\"\\u0000\\u000a\\u007f\""),
        ])
    func escapes(text: String, json: String) {
        #expect(JSONValue.string(text).text() == json)
    }

    @Test("JSON that does not fit into a line is broken and indented")
    func breaksLongValues() {
        let long = String(repeating: "x", count: 90)
        let value = JSONValue.object([("a", .strings([long, long])), ("b", .number(1))])
        #expect(
            value.text() == "{\n  \"a\": [\n    \"\(long)\",\n    \"\(long)\"\n  ],\n  \"b\": 1\n}")
    }
}

/// What the compiler cannot check of the declarations.
@Suite("Command table") struct SpecificationTableTests {
    private let commands = CommandTable.leadline.commands

    @Test("names are unique and upper case") func namesAreUnique() {
        #expect(Set(commands.map(\.name)).count == commands.count)
        for command in commands { #expect(command.name == command.name.uppercased()) }
    }

    @Test("every command is found by its own name") func namesAreFound() {
        for command in commands {
            let found = CommandTable.leadline.command(named: Bytes(command.name.utf8))
            #expect(found?.name == command.name)
        }
    }

    @Test("summaries are one line that ends with a full stop") func summariesAreSentences() {
        for command in commands {
            #expect(command.summary.hasSuffix("."), "\(command.name)")
            #expect(!command.summary.contains("\n"), "\(command.name)")
            #expect(command.summary.first?.isUppercase == true, "\(command.name)")
        }
    }

    /// Writes that leave no trace in any record: knobs of the server, and a consumer's own notes.
    private static let eventless: Set<String> = ["CURSOR.DEL", "CURSOR.SET", "DEBUG CLOCK"]

    @Test("every write declares its events, and nothing else has any") func writesDeclareEvents() {
        for command in commands {
            let hasEvents = !command.events.isEmpty
            let isExempt = Self.eventless.contains(command.name)
            #expect(hasEvents == (command.isWrite && !isExempt), "\(command.name)")
        }
    }

    @Test("keywords are upper case and unique within a command") func keywordsAreUpperCase() {
        for command in commands {
            let keywords = command.slots.filter(\.isKeyword).map(\.name)
            #expect(Set(keywords).count == keywords.count, "\(command.name)")
            #expect(keywords.allSatisfy { $0 == $0.uppercased() }, "\(command.name)")
        }
    }

    @Test("no keyword is longer than comparison allows") func keywordsAreShort() {
        for slot in commands.flatMap(\.slots) where slot.isKeyword {
            #expect(slot.name.utf8.count <= 16)
        }
    }

    @Test("optional positionals stand last, a repeated one at the very end")
    func optionalPositionalsAreLast() {
        for command in commands {
            let positionals = command.slots.filter { !$0.isKeyword }
            let required = positionals.prefix(while: \.isRequired)
            #expect(positionals.dropFirst(required.count).allSatisfy { !$0.isRequired })
            #expect(positionals.dropLast().allSatisfy { !$0.isRepeatable }, "\(command.name)")
        }
    }

    @Test("what must be given fits into a request") func aritiesAreBounded() {
        for command in commands {
            #expect(abs(command.arity) <= WireLimits.argumentCountMax, "\(command.name)")
        }
    }

    @Test("every command is for somebody") func rolesAreNeverEmpty() {
        for command in commands { #expect(!command.roles.members.isEmpty, "\(command.name)") }
    }
}
