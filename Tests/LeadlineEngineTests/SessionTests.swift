import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("Session commands") struct SessionTests {
    @Test(
        "answer typed lines in TEXT",
        arguments: [
            ("PING", "+PONG\n"),
            ("ping 'hello there'", "=hello there\n"),
            ("PING a b", "-ERR wrong number of arguments for 'ping' command\n"),
            ("ECHO \"\"", "=\n"),
            ("SELECT 0", "+OK\n"),
            ("SELECT 1", "-ERR DB index is out of range\n"),
            ("SELECT x", "-ERR DB index is out of range\n"),
            ("TIME", " 1795280400\n 0\n+OK 2\n"),
            ("WHOAMI", " user\tdefault\n role\tadmin\n partner\t\\N\n referrer\t\\N\n+OK 4\n"),
            ("ROLE", " master\n 0\n []\n+OK 3\n"),
            ("DBSIZE", ":0\n"),
            ("WAIT 1 100", ":0\n"),
            ("ACL WHOAMI", "=default\n"),
            ("MODULE LIST", "+OK 0\n"),
            ("CONFIG GET save appendonly", " save\t\n appendonly\tyes\n+OK 2\n"),
            ("CLIENT GETNAME", "_\n"),
            ("CLIENT SETNAME desk-1", "+OK\n"),
            ("CLIENT SETINFO lib-name x", "+OK\n"),
            ("CLIENT NO-EVICT on", "+OK\n"),
            ("CLIENT NO-TOUCH off", "+OK\n"),
            ("CLIENT REPLY ON", "+OK\n"),
            (
                "CLIENT REPLY SKIP",
                "-ERR CLIENT REPLY skip is not served: every request is answered\n"
            ),
            (
                "CLIENT SETINFO LIB-COLOUR red",
                "-INVALID attribute: 'LIB-COLOUR' is not one of: lib-name lib-ver\n"
            ),
            (
                "CLIENT SETNAME \"two words\"",
                "-ERR Client names cannot contain spaces, newlines or special characters.\n"
            ),
            (
                "CLIENT MAINT_NOTIFICATIONS ON",
                "-ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP.\n"
            ),
            ("HELLO 4", "-NOPROTO unsupported protocol version\n"),
            ("HELLO x", "-NOPROTO unsupported protocol version\n"),
            ("FORMAT xml", "-INVALID format: 'xml' is not one of: text json resp\n"),
            ("FORMAT JSON", "{\"ok\":true,\"result\":\"OK\"}\n"),
            ("FORMAT RESP", "+OK\n"),
            ("RESET", "+RESET\n"),
        ])
    func answersInText(line: String, reply: String) throws {
        #expect(try SessionConversation().type(line) == reply)
    }

    @Test("HELLO answers its map in the protocol it was asked for")
    func helloAnswersInTheNewProtocol() throws {
        let talk = try SessionConversation()
        let greeting = try talk.call("HELLO", "3", "SETNAME", "desk-1")
        #expect(
            greeting?.shown
                == "{server: leadline, version: 0.1.0, proto: :3, id: :\(talk.session.number), "
                + "mode: standalone, role: master, modules: []}")
        #expect(try talk.call("CLIENT", "GETNAME")?.shown == "desk-1")
        #expect(try talk.call("HELLO", "2")?.elements.count == 14)
        #expect(try talk.call("HELLO")?.elements.count == 14)
    }

    @Test("HELLO that is refused leaves the connection as it was")
    func refusedHelloChangesNothing() throws {
        let talk = try SessionConversation()
        for words in [["HELLO 3 AUTH default secret SETNAME x"], ["HELLO 4 SETNAME x"]] {
            #expect(talk.type(words[0]).hasPrefix("-"))
        }
        #expect(talk.session.protocolVersion == 2)
        #expect(talk.session.name == "")
        #expect(talk.type("ECHO hello") == "=hello\n")
    }

    @Test("HELLO with a password says that there is none")
    func helloWithPasswordIsRefused() throws {
        let reply = try SessionConversation().call("HELLO", "3", "AUTH", "default", "secret")
        #expect(reply?.shown.hasPrefix("-ERR AUTH <password> called without any password") == true)
    }

    @Test("a typed HELLO 3 turns typed lines to RESP3, RESET turns them back")
    func typedHelloTurnsInlineReplies() throws {
        let talk = try SessionConversation()
        #expect(talk.type("HELLO 3").hasPrefix("%7\n"))
        #expect(talk.type("CLIENT GETNAME") == "_\n")
        #expect(talk.type("ECHO hello") == "$5\nhello\n")
        #expect(talk.type("RESET") == "+RESET\n")
        #expect(talk.type("ECHO hello") == "=hello\n")
    }

    @Test("HELLO as an array follows the connection's typed lines only where they are RESP")
    func arrayHelloKeepsTypedFormat() throws {
        let json = try SessionConversation()
        #expect(json.type("FORMAT JSON").hasPrefix("{"))
        _ = try json.call("HELLO", "3")
        #expect(json.type("ECHO hello") == "{\"ok\":true,\"result\":\"hello\"}\n")

        let resp = try SessionConversation()
        _ = try resp.call("HELLO", "3")
        #expect(resp.type("WHOAMI").hasPrefix("%4\n"))
    }

    @Test("FORMAT never changes the replies to arrays")
    func formatLeavesArraysAlone() throws {
        let talk = try SessionConversation()
        #expect(try talk.call("FORMAT", "JSON")?.shown == "+OK")
        #expect(try talk.call("ECHO", "hello")?.shown == "hello")
        #expect(talk.type("ECHO hello") == "{\"ok\":true,\"result\":\"hello\"}\n")
    }

    @Test("RESET forgets protocol, format and name")
    func resetRestoresTheStart() throws {
        let talk = try SessionConversation()
        _ = try talk.call("HELLO", "3", "SETNAME", "desk-1")
        #expect(try talk.call("RESET")?.shown == "+RESET")
        #expect(talk.type("CLIENT GETNAME") == "_\n")
        #expect(try talk.call("WHOAMI")?.elements.count == 8)
    }

    @Test("QUIT asks for the connection to be closed")
    func quitCloses() throws {
        let talk = try SessionConversation()
        #expect(talk.type("QUIT") == "+OK\n")
        #expect(talk.session.isClosing)
    }

    @Test("CLIENT INFO is one line that holds what was told")
    func clientInfoHoldsNames() throws {
        let talk = try SessionConversation()
        _ = talk.type("CLIENT SETNAME desk-1")
        _ = talk.type("CLIENT SETINFO LIB-NAME transcript")
        _ = talk.type("CLIENT SETINFO LIB-VER 1.0")
        let line = talk.type("CLIENT INFO")
        let number = talk.session.number
        #expect(talk.type("CLIENT ID") == ":\(number)\n")
        #expect(
            line.hasPrefix(
                " id=\(number) addr=127.0.0.1:40112 laddr=127.0.0.1:5323 fd=-1 name=desk-1 "))
        #expect(line.hasSuffix(" resp=2 lib-name=transcript lib-ver=1.0\n+OK 1\n"))
    }

    @Test("a connection's name has at most 64 bytes")
    func nameIsBounded() throws {
        let talk = try SessionConversation()
        #expect(talk.type("CLIENT SETNAME \(String(repeating: "x", count: 64))") == "+OK\n")
        #expect(
            talk.type("CLIENT SETNAME \(String(repeating: "x", count: 65))")
                == "-INVALID name: at most 64 bytes\n")
    }

    @Test(
        "Redis's own commands are refused with what to use instead",
        arguments: [
            ("GET mykey", "LEAD.GET"), ("set k v", "LEAD.NEW"), ("SCAN 0", "LEAD.LIST"),
            ("WATCH k", "IF version"), ("AUTH secret", "without any password"),
            ("CLUSTER NODES", "This instance has cluster support disabled"),
            ("SENTINEL MASTERS", "no sentinel"),
        ])
    func foreignCommandsNameTheirEquivalent(line: String, advice: String) throws {
        let talk = try SessionConversation()
        let reply = talk.type(line)
        #expect(reply.hasPrefix("-ERR "))
        #expect(reply.contains(advice))
        #expect(talk.type("PING") == "+PONG\n")
    }
}
