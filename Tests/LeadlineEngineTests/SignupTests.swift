import Testing

@testable import LeadlineEngine

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

    @Test("a stranger's key is in nobody else's way, and still repeats its own reply")
    func strangersDoNotShareKeys() throws {
        var settings = EngineHarness.settings
        settings.isSignupOpen = true
        let harness = try EngineHarness(settings)
        _ = try harness.token("USER.NEW ann ROLE admin")
        let line = "PARTNER.APPLY NAME One EMAIL one@one.example IDEM 1"
        #expect(harness.connect().run(line) == ["=P1"])
        let other = "PARTNER.APPLY NAME Two EMAIL two@two.example IDEM 1"
        #expect(harness.connect().run(other) == ["=P2"])
        #expect(harness.connect().run(line) == ["=P1"])
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
