import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("Logins that fail") struct LoginTests {
    @Test(arguments: [(1, 500), (2, 1000), (3, 2000), (4, 2000), (1000, 2000)])
    func theDelayGrowsToItsLimit(failures: Int, milliseconds: Int64) {
        #expect(FailedLogin.delay(afterFailures: failures) == milliseconds)
    }

    @Test func theDelayIsThatOfTheAddressAndNotOfTheConnection() throws {
        let harness = try EngineHarness()
        _ = try harness.token("USER.NEW ann ROLE admin")
        var delays: [Int64] = []
        for _ in 0..<4 {
            let connection = harness.connect()
            _ = connection.run("AUTH wrong")
            delays.append(try #require(connection.session.takeFailedLogin()).delayMilliseconds)
            #expect(connection.session.takeFailedLogin() == nil)
        }
        #expect(delays == [500, 1000, 2000, 2000])
        #expect(harness.run("INFO stats").contains(" acl_access_denied_auth:4"))
    }

    @Test func theThirdFailureClosesTheConnectionAndTheFirstOfABadAddressDoes() throws {
        let harness = try EngineHarness()
        _ = try harness.token("USER.NEW ann ROLE admin")
        for _ in 0..<(EngineLimits.failedLoginsPerAddressMax / 2) {
            let connection = harness.connect()
            _ = connection.run("AUTH wrong")
            #expect(!connection.session.isClosing)
            _ = connection.run("AUTH wrong")
            #expect(!connection.session.isClosing)
        }
        let connection = harness.connect()
        _ = connection.run("AUTH wrong")
        #expect(connection.session.isClosing)
    }

    @Test func aRightTokenIsTakenFromABadAddress() throws {
        let harness = try EngineHarness()
        let ann = try harness.token("USER.NEW ann ROLE admin")
        for _ in 0..<50 { _ = harness.connect().run("AUTH wrong") }
        #expect(harness.connect().run("AUTH \(ann)") == ["+OK"])
    }

    @Test func whatIsToldOfAFailureIsNoToken() throws {
        let token = "\(AccessToken([1, 2, 3, 4]).text)"
        #expect(FailedLogin(user: Text(token), delayMilliseconds: 0).user == "(redacted)")
        #expect(FailedLogin(user: nil, delayMilliseconds: 0).user == "(none)")
        let escaped = FailedLogin(user: Text("ann\r\nroot"), delayMilliseconds: 0).user
        // Byte by byte: both line ends together are one Character that is neither.
        #expect(!escaped.utf8.contains(0x0A) && !escaped.utf8.contains(0x0D))
        let long = FailedLogin(
            user: Text(String(repeating: "u-", count: 5000)), delayMilliseconds: 0)
        #expect(long.user.utf8.count < 200)
    }

    @Test(arguments: ["", "0", String(repeating: "z", count: 4097), "a\u{0}b", "ß"])
    func whateverIsNoTokenIsAnsweredAlike(typed: String) throws {
        let harness = try EngineHarness()
        _ = try harness.token("USER.NEW ann ROLE admin")
        let connection = harness.connect()
        connection.send(
            Array("*3\r\n$4\r\nAUTH\r\n$3\r\nann\r\n$\(typed.utf8.count)\r\n\(typed)\r\n".utf8))
        let reply = String(decoding: connection.receive(within: .zero) ?? [], as: UTF8.self)
        #expect(
            reply == "-WRONGPASS invalid username-password pair or user is disabled.\r\n")
    }
}

@Suite("AddressLedger") struct AddressLedgerTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test func anAddressIsCountedUntilItWasQuiet() {
        let ledger = AddressLedger(countMax: 10, memoryMilliseconds: 1000)
        #expect(ledger.mark("a", at: start) == 1)
        #expect(ledger.mark("a", at: start) == 2)
        #expect(ledger.mark("b", at: start) == 1)
        #expect(ledger.count("a", at: start) == 2)
        let later = Timestamp(milliseconds: start.milliseconds + 1000)
        #expect(ledger.count("a", at: later) == 0)
        #expect(ledger.mark("a", at: later) == 1)
    }

    @Test func itHoldsSoManyAddressesAndForgetsTheOneThatWasQuietLongest() {
        let ledger = AddressLedger(countMax: 3, memoryMilliseconds: 1000)
        for address in ["a", "b", "c", "a", "d"] { _ = ledger.mark(Text(address), at: start) }
        #expect(ledger.addressCount == 3)
        #expect(ledger.count("b", at: start) == 0)
        #expect(ledger.count("a", at: start) == 2)
        for number in 0..<10_000 { _ = ledger.mark(Text("\(number)"), at: start) }
        #expect(ledger.addressCount == 3)
        #expect(ledger.count("9999", at: start) == 1)
    }

    @Test func oneAddressThatIsMarkedAgainAndAgainTakesNoRoom() {
        let ledger = AddressLedger(countMax: 3, memoryMilliseconds: 1000)
        for _ in 0..<10_000 { _ = ledger.mark("a", at: start) }
        #expect(ledger.addressCount == 1)
        #expect(ledger.markCount < 100)
    }
}

@Suite("Signing up") struct SignupTests {
    @Test func strangersSignUpWhereTheyAreTakenAndNotTooOften() throws {
        var settings = EngineHarness.settings
        settings.isSignupOpen = true
        let harness = try EngineHarness(settings)
        _ = try harness.token("USER.NEW ann ROLE admin")
        let limit = EngineLimits.applicationsPerAddressMax
        for number in 1...limit {
            let stranger = harness.connect()
            let line = "PARTNER.APPLY NAME N\(number) EMAIL n\(number)@one.example"
            #expect(stranger.run(line) == ["=P\(number)"])
            #expect(stranger.run("PARTNER.GET P\(number)") == ["-NOAUTH Authentication required."])
        }
        let line = "PARTNER.APPLY NAME More EMAIL more@one.example"
        #expect(harness.connect().run(line).last?.hasPrefix("-LIMIT") == true)
        // The desk is not a stranger.
        #expect(harness.last(line) == "=P\(limit + 1)")
        harness.run("DEBUG CLOCK ADVANCE 61m")
        #expect(harness.connect().run(line) == ["=P\(limit + 2)"])
        #expect(
            harness.run("EVENTS TYPE partner.applied COLUMNS actor").dropFirst().first
                == " nobody")
    }

    @Test func whoHasNotLoggedInMayWriteNothingElse() throws {
        var settings = EngineHarness.settings
        settings.isSignupOpen = true
        let harness = try EngineHarness(settings)
        _ = try harness.token("USER.NEW ann ROLE admin")
        let stranger = harness.connect()
        for command in CommandTable.leadline.commands where !command.isOpen {
            let reply = stranger.run(command.name).last ?? ""
            #expect(reply.hasPrefix("-NOAUTH") || reply.hasPrefix("-ERR"), "\(command.name)")
            #expect(!stranger.session.isAuthenticated)
        }
    }

    @Test func theCommandsBeforeTheLoginAreThese() {
        #expect(
            CommandTable.leadline.commands.filter(\.isOpen).map(\.name).sorted() == [
                "AUTH", "FORMAT", "HELLO", "HELP", "PARTNER.APPLY", "PING", "QUIT", "RESET",
            ])
    }
}
