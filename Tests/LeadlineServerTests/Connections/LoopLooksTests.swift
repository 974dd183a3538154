import LeadlineEngine
import NIOCore
import Testing

@testable import LeadlineServer

@Suite("Scans on the loop")
struct LoopLooksTests {
    private let shortRows = EngineLimits.shortLookRowsMax
    private let longRows = EngineLimits.lookRowsMax
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func note(
        _ length: LoopLooks.Length, of command: Int, _ looks: inout LoopLooks
    ) -> Bool {
        looks.note(length, of: command, at: now)
    }

    @Test(
        "rows and time tell how long a scan is",
        arguments: [
            (0, 0, LoopLooks.Length.short), (16, 20_000, .short), (17, 0, .long),
            (1, 20_001, .long), (128, 999_999, .long), (129, 0, .tooLong), (8, 1_000_000, .tooLong),
        ])
    func length(rows: Int, nanoseconds: Int, expected: LoopLooks.Length) {
        #expect(LoopLooks.Length(rows: rows, nanoseconds: nanoseconds) == expected)
    }

    @Test("short ones are always run there, a longer one while nobody else is ready")
    func busy() {
        var looks = LoopLooks(commandCount: 2)
        #expect(looks.rowsMax(of: 0, at: now) == longRows)
        #expect(!note(.short, of: 0, &looks))
        #expect(looks.rowsMax(of: 0, at: now) == longRows)
        #expect(note(.long, of: 1, &looks))
        // The others that are ready: what was short is tried, what was long goes elsewhere.
        #expect(looks.rowsMax(of: 0, at: now) == shortRows)
        #expect(looks.rowsMax(of: 1, at: now) == nil)
        #expect(!note(.long, of: 0, &looks))
        #expect(looks.rowsMax(of: 0, at: now) == nil)
        looks.endTick()
        #expect(looks.rowsMax(of: 0, at: now) == longRows)
        #expect(looks.rowsMax(of: 1, at: now) == longRows)
    }

    @Test("what was too long is not tried again for a while")
    func resting() {
        var looks = LoopLooks(commandCount: 2)
        #expect(note(.tooLong, of: 0, &looks))
        looks.endTick()
        #expect(looks.rowsMax(of: 0, at: now) == nil)
        #expect(looks.rowsMax(of: 1, at: now) == longRows)
        let later = now + LoopLooks.rest
        #expect(looks.rowsMax(of: 0, at: later - .nanoseconds(1)) == nil)
        #expect(looks.rowsMax(of: 0, at: later) == longRows)
    }
}
