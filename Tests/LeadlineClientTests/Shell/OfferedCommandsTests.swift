import LeadlineClient
import Testing
import leadline

@Suite("OfferedCommands")
struct OfferedCommandsTests {
    @Test("A list whose last column is a command is numbered")
    func numbers() {
        let reply = ReportPage.reply(
            ["id", "command"], [["L3", "RELEASE L3"], ["L1", "ASSIGN L1 AUTO"]])
        let offered = OfferedCommands(reply)
        #expect(offered.commands == ["RELEASE L3", "ASSIGN L1 AUTO"])
        #expect(offered.numbered.page?.rows.map(\.first?.value) == [.integer(1), .integer(2)])
        #expect(offered.numbered.page?.rows.first?.map(\.key.string) == ["#", "id", "command"])
    }

    @Test("Other replies stay as they are")
    func leaves() {
        let replies: [Reply] = [
            .status("OK"), ReportPage.reply(["id", "command"], []),
            ReportPage.reply(["command", "id"], [["PING", "1"]]),
        ]
        for reply in replies {
            #expect(OfferedCommands(reply).commands.isEmpty)
            #expect(OfferedCommands(reply).numbered == reply)
        }
    }
}

@Suite("RoundTrips")
struct RoundTripsTests {
    @Test("A line has the extremes, the mean, and what 99 of 100 do not exceed")
    func line() {
        var trips = RoundTrips()
        #expect(trips.line == "no answer")
        for number in 1...200 { trips.add(Double(number) / 10) }
        #expect(
            trips.line
                == "min 0.100 ms, mean 10.050 ms, p99 19.800 ms, max 20.000 ms, 200 round trips")
    }
}
