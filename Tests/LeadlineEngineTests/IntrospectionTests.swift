import LeadlineDomain
import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite("HELP and COMMAND") struct IntrospectionTests {
    @Test("COMMAND gives every command ten columns with simple-string flags")
    func commandHasTenColumns() throws {
        let talk = try SessionConversation()
        let all = try talk.call("COMMAND")?.elements ?? []
        #expect(all.count == talk.engine.table.entries.count)
        for shape in all.flatMap({ [$0] + ($0.elements.last?.elements ?? []) }) {
            #expect(shape.elements.count == 10)
            guard shape.elements.count == 10 else { continue }
            let flags = shape.elements[2].elements + shape.elements[6].elements
            #expect(flags.allSatisfy { $0.shown.hasPrefix("+") })
            #expect(shape.elements[3...5].allSatisfy { $0 == .integer(0) })
        }
    }

    @Test("COMMAND INFO shows a command, a container and nothing for an unknown name")
    func commandInfoShowsWhatIsAsked() throws {
        let talk = try SessionConversation()
        let reply = try talk.call("COMMAND", "INFO", "ping", "no.such", "acl", "ACL|WHOAMI")
        #expect(
            reply?.shown == "["
                + "[ping :-1 [+loading +stale +fast +no_auth] :0 :0 :0 "
                + "[+@session +@fast] [] [] []] "
                + "_ "
                + "[acl :-2 [] :0 :0 :0 [+@session] [] [] ["
                + "[acl|whoami :2 [+loading +stale +fast] :0 :0 :0 [+@session +@fast] [] [] []] "
                + "[acl|help :2 [+loading +stale +fast] :0 :0 :0 [+@session +@fast] [] [] []]]] "
                + "[acl|whoami :2 [+loading +stale +fast] :0 :0 :0 [+@session +@fast] [] [] []]"
                + "]")
    }

    @Test("sets of flags are sets in RESP3")
    func flagsAreSetsInRESP3() throws {
        let talk = try SessionConversation()
        _ = try talk.call("HELLO", "3")
        let shape = try talk.call("COMMAND", "INFO", "quit")?.elements.first
        #expect(shape?.elements[2].shown == "~[+loading +stale +fast +no_auth]")
    }

    @Test("COMMAND COUNT counts a container once")
    func countCountsContainersOnce() throws {
        let talk = try SessionConversation()
        let names = Set(
            talk.engine.table.commands.map { command in
                String(command.name.prefix { $0 != " " })
            })
        #expect(try talk.call("COMMAND", "COUNT") == .integer(Int64(names.count)))
    }

    @Test(
        "COMMAND LIST filters",
        arguments: [
            ("FILTERBY PATTERN ec?o", " echo\n+OK 1\n"),
            ("FILTERBY PATTERN acl*", " acl\n acl|whoami\n acl|help\n+OK 3\n"),
            ("FILTERBY ACLCAT nosuch", "+OK 0\n"),
            ("FILTERBY MODULE json", "+OK 0\n"),
            (
                "FILTERBY COLOUR red",
                "-INVALID filterby: 'COLOUR' is not one of: pattern aclcat module\n"
            ),
        ])
    func listFilters(filter: String, reply: String) throws {
        #expect(try SessionConversation().type("COMMAND LIST \(filter)") == reply)
    }

    @Test("COMMAND LIST without a filter names commands and subcommands")
    func listNamesAll() throws {
        let talk = try SessionConversation()
        let names = Set(try talk.call("COMMAND", "LIST")?.elements.map(\.shown) ?? [])
        for command in talk.engine.table.commands { #expect(names.contains(command.redisName)) }
        #expect(names.contains("client"))
    }

    @Test("COMMAND DOCS describes arguments in Redis's terms")
    func docsDescribeArguments() throws {
        let talk = try SessionConversation()
        _ = try talk.call("HELLO", "3")
        let format = try talk.call("COMMAND", "DOCS", "format")?["format"]
        #expect(
            format?["arguments"]?.shown == "[{name: format, type: oneof, arguments: ["
                + "{name: text, type: pure-token, display_text: text, token: text} "
                + "{name: json, type: pure-token, display_text: json, token: json} "
                + "{name: resp, type: pure-token, display_text: resp, token: resp}]}]")
        #expect(format?["group"]?.shown == "session")
        #expect(format?["since"]?.shown == "0.1")
        let hello = try talk.call("COMMAND", "DOCS", "HELLO")?["hello"]
        #expect(
            hello?["arguments"]?.elements.map(\.shown) == [
                "{name: protover, type: string, display_text: protover, flags: ~[+optional]}",
                "{name: auth, type: block, token: AUTH, flags: ~[+optional +sensitive], "
                    + "arguments: ["
                    + "{name: user, type: string, display_text: user} "
                    + "{name: token, type: string, display_text: token}]}",
                "{name: setname, type: string, display_text: name, token: SETNAME, "
                    + "flags: ~[+optional]}",
            ])
    }

    @Test("COMMAND DOCS covers every command, and leaves unknown names out")
    func docsCoverAll() throws {
        let talk = try SessionConversation()
        _ = try talk.call("HELLO", "3")
        let all = try talk.call("COMMAND", "DOCS")
        for command in talk.engine.table.commands {
            let container = String(command.name.lowercased().prefix { $0 != " " })
            let docs =
                command.wordCount == 1
                ? all?[command.redisName] : all?[container]?["subcommands"]?[command.redisName]
            #expect(docs?["summary"]?.shown == command.summary, "\(command.name)")
        }
        #expect(try talk.call("COMMAND", "DOCS", "no.such")?.shown == "{}")
    }

    @Test("HELP of each command shows its summary and keywords in bounded lines")
    func helpExplainsEachCommand() throws {
        let talk = try SessionConversation()
        for command in talk.engine.table.commands {
            let page = talk.type("HELP \(command.name)")
            #expect(page.contains(command.summary))
            for slot in command.slots where slot.isKeyword { #expect(page.contains(slot.name)) }
            // A choice of words is never broken, however long.
            let isBounded = page.split(separator: "\n").allSatisfy { line in
                line.count <= 101 || !line.drop { $0 == " " }.contains(" ")
            }
            #expect(isBounded, "\(command.name)")
        }
    }

    @Test("HELP names every command, every group page its own, HELP roles every role")
    func helpListsAll() throws {
        let talk = try SessionConversation()
        let overview = talk.type("HELP")
        for entry in talk.engine.table.entries { #expect(overview.contains(entry.name)) }
        for group in CommandGroup.allCases {
            let page = talk.type("HELP @\(group.rawValue)")
            for command in talk.engine.table.commands where command.group == group {
                #expect(page.contains("\(command.name) "))
            }
        }
        let roles = talk.type("HELP roles")
        for role in Role.allCases { #expect(roles.contains(" \(role.word): ")) }
    }

    @Test(
        "HELP of something unknown is NOTFOUND",
        arguments: [
            ("NO.SUCH", "-NOTFOUND no help on 'NO.SUCH'\n"),
            ("@nosuch", "-NOTFOUND no help on '@nosuch'\n"),
            ("PNIG", "-NOTFOUND no help on 'PNIG'; did you mean PING\n"),
        ])
    func helpOfUnknown(topic: String, reply: String) throws {
        #expect(try SessionConversation().type("HELP \(topic)") == reply)
    }

    @Test("CLIENT HELP and HELP client list the same subcommands")
    func containerHelp() throws {
        let talk = try SessionConversation()
        #expect(talk.type("CLIENT HELP") == talk.type("HELP client"))
        #expect(talk.type("CLIENT HELP").contains("CLIENT SETNAME"))
    }

    @Test(
        "a pattern's star stands for any run, its question mark for one byte",
        arguments: [
            ("*", "", true), ("", "", true), ("", "a", false), ("?", "", false),
            ("lead.*", "lead.new", true), ("lead.*", "lead.", true), ("lead.*", "leads", false),
            ("*.new", "lead.new", true), ("*.new", "lead.news", false), ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXcYb", false), ("**?", "a", true), ("a?c", "abc", true),
        ])
    func patterns(pattern: String, name: String, fits: Bool) {
        #expect(NamePattern(Text(pattern)).matches(name) == fits)
    }
}
