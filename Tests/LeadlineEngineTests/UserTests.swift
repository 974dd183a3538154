import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

@Suite("Users") struct UserTests {
    @Test func aTokenIsNeitherInTheStoreNorInAnyEvent() throws {
        let harness = try EngineHarness()
        let token = try harness.token("USER.NEW ann ROLE admin IDEM k1")
        var view = harness.engine.store.view(.scan)
        var rows: [[UInt8]] = []
        for user in view.rows(of: Schema.users.table, limit: 10) { rows.append(user.bytes) }
        for event in view.rows(of: Schema.events.table, limit: 10) { rows.append(event.bytes) }
        for kept in view.rows(of: Schema.idempotency.table, limit: 10) { rows.append(kept.bytes) }
        #expect(rows.count == 3)
        for row in rows {
            #expect(!String(decoding: row, as: UTF8.self).contains(token))
        }
        for line in harness.run("EVENTS") + harness.run("USER.GET ann") {
            #expect(!line.contains(token))
        }
    }

    @Test func everyTokenIsAnother() throws {
        let harness = try EngineHarness()
        var tokens: Set<String> = [try harness.token("USER.NEW ann ROLE admin")]
        for _ in 0..<20 { tokens.insert(try harness.token("USER.TOKEN ann")) }
        #expect(tokens.count == 21)
    }

    @Test func theTokenBeforeTheLastIsJustAWrongOne() throws {
        let harness = try EngineHarness()
        let first = try harness.token("USER.NEW ann ROLE admin")
        let second = try harness.token("USER.TOKEN ann")
        _ = try harness.token("USER.TOKEN ann")
        #expect(harness.connect().run("AUTH \(second)").last?.contains("replaced") == true)
        #expect(harness.connect().run("AUTH \(first)").last?.contains("invalid") == true)
    }

    @Test func aLoginGoesOnWhenOthersEnd() throws {
        let harness = try EngineHarness()
        let ann = try harness.token("USER.NEW ann ROLE admin")
        _ = try harness.token("USER.NEW bob ROLE agent")
        let connection = harness.connect()
        #expect(connection.run("AUTH \(ann)") == ["+OK"])
        harness.run("USER.DISABLE bob")
        #expect(connection.run("ACL WHOAMI") == ["=ann"])
        #expect(connection.run("LEAD.NEW EMAIL a@one.example") == ["=L1"])
    }

    @Test func aRestartKeepsUsersAndForgetsTheConnectionThatMadeThem() throws {
        let harness = try EngineHarness()
        let ann = try harness.token("USER.NEW ann ROLE admin")
        // Another engine over the same store, as after a restart.
        let engine = Engine(store: harness.engine.store)
        #expect(engine.authority.hasUsers)
        let session = Session(
            number: 1, remoteAddress: "127.0.0.1:40112", localAddress: "127.0.0.1:5323",
            now: engine.clock.now)
        engine.welcome(session)
        #expect(!session.isAuthenticated)
        #expect(harness.connect().run("AUTH \(ann)") == ["+OK"])
    }

    @Test(arguments: Role.allCases, Role.allCases)
    func whoMakesWhom(maker: Role, made: Role) {
        let caller = Caller(
            name: "x", role: maker, partner: PartnerID(raw: 1), origin: "127.0.0.1:1#1")
        let own = made == .partner || made == .advertiser ? PartnerID(raw: 1) : nil
        let expected =
            switch maker {
            case .admin: true
            case .manager: made == .partner || made == .advertiser
            case .partner: made == .partner
            case .agent, .finance, .advertiser, .gateway, .auditor: false
            }
        #expect(caller.mayMake(made, partner: own, referrer: nil) == expected)
        if maker == .partner {
            #expect(!caller.mayMake(made, partner: PartnerID(raw: 2), referrer: nil))
            #expect(!caller.mayMake(made, partner: nil, referrer: nil))
        }
    }

    @Test func checkDeepFindsUsersSound() throws {
        let harness = try EngineHarness()
        _ = try harness.token("USER.NEW ann ROLE admin")
        _ = try harness.token("USER.NEW bob ROLE agent")
        _ = try harness.token("USER.TOKEN bob")
        harness.run("USER.DISABLE bob")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}

/// What waits in the writer's queue while logins end.
@Suite("Requests that wait while logins end") struct GatekeeperTests {
    @Test func aRequestOfAUserWhoWasDisabledMeanwhileIsNotExecuted() throws {
        let harness = try EngineHarness()
        let bob = try harness.loggedIn("bob", "agent")
        let writer = Writer(engine: harness.engine, seed: 2)
        let admin = Caller(name: "house", role: .admin, origin: "test#1")
        #expect(writer.run("LEAD.NEW EMAIL a@one.example", bob) == "=L1\r\n")
        #expect(writer.run("USER.DISABLE bob", admin).hasSuffix("+OK 2\r\n"))
        // Neither is committed yet.
        let refused = writer.run("LEAD.NEW EMAIL a@two.example", bob)
        #expect(refused == "-NOAUTH logged out; nothing was executed\r\n")
        // One that has made steps is told so.
        writer.isGoingOn = true
        let midway = writer.run("LEAD.NEW EMAIL a@two.example", bob)
        #expect(midway == "-NOAUTH logged out; a part was executed and stays\r\n")
        // What is executed right behind it has not begun.
        let behind = writer.run("LEAD.NEW EMAIL a@two.example", bob)
        #expect(behind == "-NOAUTH logged out; nothing was executed\r\n")
        #expect(writer.run("USER.ENABLE bob", admin) == ":3\r\n")
        #expect(writer.run("LEAD.NEW EMAIL a@two.example", bob).hasPrefix("-NOAUTH"))
        #expect(writer.commitLogins(of: harness.engine) == [.user("bob")])
        #expect(writer.commitLogins(of: harness.engine).isEmpty)
        #expect(writer.run("LEAD.NEW EMAIL a@two.example", bob).hasPrefix("-NOAUTH"))
    }

    @Test func whatIsUndoneEndsNoLogin() throws {
        let harness = try EngineHarness()
        let bob = try harness.loggedIn("bob", "agent")
        let connection = harness.connect()
        #expect(connection.run("AUTH \(try harness.token("USER.NEW amy ROLE admin"))") == ["+OK"])
        _ = connection.run("MULTI")
        _ = connection.run("USER.DISABLE bob")
        _ = connection.run("USER.ENABLE nobodyknows")
        let replies = connection.run("EXEC").joined()
        #expect(replies.contains("ABORTED"))
        let writer = Writer(engine: harness.engine, seed: 2)
        #expect(writer.run("LEAD.NEW EMAIL a@one.example", bob) == "=L1\r\n")
    }

    @Test func theFirstUserEndsTheRightsOfAllButItsMaker() throws {
        let harness = try EngineHarness()
        let writer = Writer(engine: harness.engine, seed: 2)
        let maker = Caller.firstRun(origin: "127.0.0.1:1#1")
        let other = Caller.firstRun(origin: "127.0.0.1:1#2")
        #expect(writer.run("LEAD.NEW EMAIL a@one.example", other) == "=L1\r\n")
        #expect(writer.run("USER.NEW ann ROLE admin", maker).hasPrefix("="))
        #expect(writer.run("LEAD.NEW EMAIL a@two.example", other).hasPrefix("-NOAUTH"))
        #expect(writer.run("LEAD.NEW EMAIL a@two.example", maker) == "=L2\r\n")
        #expect(!harness.engine.authority.hasUsers)
        #expect(writer.commitLogins(of: harness.engine) == [.firstRun])
        #expect(harness.engine.authority.hasUsers)
        #expect(writer.run("LEAD.NEW EMAIL a@three.example", other).hasPrefix("-NOAUTH"))
        #expect(writer.run("LEAD.NEW EMAIL a@three.example", maker) == "=L3\r\n")
    }

    @Test func aLoginThatReadTheStoreBeforeItEndedIsFoundOut() throws {
        let harness = try EngineHarness()
        let bob = try harness.loggedIn("bob", "agent")
        let session = Session(
            number: 9, remoteAddress: "127.0.0.1:9", localAddress: "", now: EngineHarness.start)
        session.caller = bob
        harness.run("USER.DISABLE bob")
        #expect(!harness.engine.authority.isCurrent(bob))
        harness.engine.recheck(session)
        #expect(!session.isAuthenticated)
        #expect(session.isExpelled)
        // A second look finds the same.
        harness.engine.recheck(session)
        #expect(session.isExpelled)
    }
}

@Suite("AccessToken") struct AccessTokenTests {
    @Test func itIs52SymbolsOf256Bits() {
        let zero = AccessToken([0, 0, 0, 0])
        let full = AccessToken([.max, .max, .max, .max])
        #expect("\(zero.text)" == String(repeating: "0", count: 52))
        #expect("\(full.text)" == String(repeating: "z", count: 51) + "g")
        #expect(zero.text.count == AccessToken.symbolCount)
    }

    @Test func everyBitCounts() {
        var seen: Set<Text> = []
        for bit in 0..<256 {
            var words: [UInt64] = [0, 0, 0, 0]
            words[bit / 64] = 1 << UInt64(bit % 64)
            seen.insert(AccessToken(words).text)
        }
        #expect(seen.count == 256)
    }

    @Test func itIsReadInAnyCaseWithDashesAndWithLettersThatLookLikeDigits() {
        let token = AccessToken([0x0123_4567_89ab_cdef, 1, 2, 3])
        let typed = "\(token.text)".uppercased().replacing("0", with: "O").replacing("1", with: "l")
        let dashed = typed.prefix(10) + "-" + typed.dropFirst(10)
        #expect(AccessToken.digest(of: Text(String(dashed)).bytes) == token.digest)
        #expect(AccessToken.digest(of: Text("\(token.text)x").bytes) != token.digest)
        #expect(AccessToken.digest(of: Text("").bytes) != token.digest)
    }

    @Test func whatLooksLikeOneIsKnown() {
        #expect(AccessToken.resembles(AccessToken([7, 7, 7, 7]).text.bytes))
        #expect(!AccessToken.resembles(Text("ann@acme.example").bytes))
        #expect(!AccessToken.resembles(Text("ann").bytes))
    }
}

extension EngineHarness {
    /// The token that a command answers.
    func token(_ line: String) throws -> String {
        let reply = last(line)
        try #require(reply.hasPrefix("=") && reply.count == 53, "\(reply)")
        return String(reply.dropFirst())
    }

    /// Makes an admin, and a user who logs in; answers who that is on its connection.
    func loggedIn(_ name: String, _ role: String) throws -> Caller {
        _ = try token("USER.NEW root ROLE admin")
        let secret = try token("USER.NEW \(name) ROLE \(role)")
        let connection = connect()
        try #require(connection.run("AUTH \(secret)") == ["+OK"])
        return connection.session.caller
    }
}

extension Writer {
    /// Executes one line without committing it; answers the reply.
    func run(_ line: String, _ caller: Caller) -> String {
        var input = ByteBuffer(string: line + "\r\n")
        var decoder = RequestDecoder()
        var request = Request()
        guard decoder.nextRequest(&input, &request.frame) else { return "" }
        var reply = ReplyWriter(format: .text)
        execute(&request, caller, &reply)
        return String(buffer: reply.buffer)
    }
}

extension StoredRecord {
    fileprivate var bytes: [UInt8] {
        var writer = RecordWriter(capacity: 64)
        encode(into: &writer)
        return writer.bytes
    }
}

extension Writer {
    /// Commits, and answers whose logins that ended.
    fileprivate func commitLogins(of engine: Engine) -> [EndedLogin] {
        guard let sealed = seal() else { return [] }
        defer { settle() }
        return engine.append(sealed, to: journal) == .durable ? sealed.endedLogins : []
    }
}
