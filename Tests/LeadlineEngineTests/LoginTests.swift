import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("Logins that fail") struct LoginTests {
    @Test(arguments: [(1, 500), (2, 1000), (3, 2000), (4, 2000), (1000, 2000)])
    func theDelayGrowsToItsLimit(failures: Int, milliseconds: Int64) {
        #expect(FailedLogin.delay(afterFailures: failures) == milliseconds)
    }

    // Fault 95: the delay grows with the address, over all its connections
    // Threat T5: failures are counted by address
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

    // Fault 95: a right token is taken from an address with fifty failures
    @Test func aRightTokenIsTakenFromABadAddress() throws {
        let harness = try EngineHarness()
        let ann = try harness.token("USER.NEW ann ROLE admin")
        for _ in 0..<50 { _ = harness.connect().run("AUTH wrong") }
        #expect(harness.connect().run("AUTH \(ann)") == ["+OK"])
    }

    @Test func whatIsToldOfAFailureIsNoToken() throws {
        let token = "\(AccessToken([1, 2, 3, 4]).text)"
        #expect(Self.told(Text(token)) == "(redacted)")
        #expect(Self.told(nil) == "(none)")
        let escaped = Self.told(Text("ann\r\nroot"))
        // Byte by byte: both line ends together are one Character that is neither.
        #expect(!escaped.utf8.contains(0x0A) && !escaped.utf8.contains(0x0D))
        #expect(Self.told(Text(String(repeating: "u-", count: 5000))).utf8.count < 200)
    }

    private static func told(_ user: Text?) -> String {
        FailedLogin(user: user, isKnown: true, delayMilliseconds: 0).user
    }

    @Test(
        "a password typed where the name belongs is not told; a user's name is",
        arguments: [
            ("ann", "'ann'"), ("ANN", "'ANN'"), ("default", "'default'"),
            ("my-old-Password1", "(unknown)"), (String(repeating: "u-", count: 150), "(unknown)"),
        ])
    func onlyNamesOfUsersAreTold(typed: String, told: String) throws {
        let harness = try EngineHarness()
        _ = try harness.token("USER.NEW ann ROLE admin")
        let connection = harness.connect()
        _ = connection.run("AUTH \(typed) wrong")
        #expect(connection.session.takeFailedLogin()?.user == told)
    }

    // Fault 89: empty, endless, broken and strange tokens are answered alike
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
