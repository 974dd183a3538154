import LeadlineEngine
import NIOCore
import Testing

@testable import LeadlineServer

@Suite("Scans on the loop")
struct LoopLooksTests {
    private let short = EngineLimits.shortLookRowsMax
    private let long = EngineLimits.lookRowsMax
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func note(_ rows: Int, of command: Int, _ looks: inout LoopLooks) -> Bool {
        looks.note(rows, of: command, at: now)
    }

    @Test("short ones are always run there, a longer one while nobody else is ready")
    func busy() {
        var looks = LoopLooks(commandCount: 2)
        #expect(looks.rowsMax(of: 0, at: now) == long)
        #expect(!note(short, of: 0, &looks))
        #expect(looks.rowsMax(of: 0, at: now) == long)
        #expect(note(short + 1, of: 1, &looks))
        // The others that are ready: what was short is tried, what was long goes elsewhere.
        #expect(looks.rowsMax(of: 0, at: now) == short)
        #expect(looks.rowsMax(of: 1, at: now) == nil)
        #expect(!note(short + 1, of: 0, &looks))
        #expect(looks.rowsMax(of: 0, at: now) == nil)
        looks.endTick()
        #expect(looks.rowsMax(of: 0, at: now) == long)
        #expect(looks.rowsMax(of: 1, at: now) == long)
    }

    @Test("what was too long is not tried again for a while")
    func resting() {
        var looks = LoopLooks(commandCount: 2)
        #expect(note(long + 1, of: 0, &looks))
        looks.endTick()
        #expect(looks.rowsMax(of: 0, at: now) == nil)
        #expect(looks.rowsMax(of: 1, at: now) == long)
        let later = now + LoopLooks.rest
        #expect(looks.rowsMax(of: 0, at: later - .nanoseconds(1)) == nil)
        #expect(looks.rowsMax(of: 0, at: later) == long)
    }
}
