import LeadlineDomain
import LeadlineEngine
import NIOCore
import Testing

@testable import LeadlineServer

@Suite("Pace") struct PaceTests {
    @Test("a second's worth passes at once, then the rate", arguments: [1, 7, 1000, 333_333])
    func bucket(perSecond: Int) {
        var pace = Pace()
        let start = NIODeadline.now()
        var passed = 0
        while pace.pass(at: start, perSecond: perSecond), passed <= 2 * perSecond { passed += 1 }
        #expect(passed >= perSecond)
        // Nanoseconds are cut: a few more pass.
        #expect(passed <= perSecond + perSecond / 1000 + 1)
        #expect(!pace.isFull(at: start))
        let later = start + .seconds(1)
        passed = 0
        while pace.pass(at: later, perSecond: perSecond), passed <= 2 * perSecond { passed += 1 }
        #expect(passed >= perSecond - 1)
        #expect(pace.isFull(at: later + .seconds(1)))
    }

    @Test("what was refused does not count, and 0 lets everything pass")
    func refused() {
        var pace = Pace()
        let start = NIODeadline.now()
        func pass(after seconds: Int64, _ perSecond: Int) -> Bool {
            pace.pass(at: start + .seconds(seconds), perSecond: perSecond)
        }
        #expect(pass(after: 0, 1))
        for _ in 0..<100 { #expect(!pass(after: 0, 1)) }
        #expect(pass(after: 1, 1))
        for _ in 0..<100 { #expect(pass(after: 0, 0)) }
    }

    @Test("a user has one pace on all its connections, an admin none")
    func users() throws {
        let paces = UserPaces()
        let first = Caller(name: "ann", role: .agent, origin: "a#1")
        let second = Caller(name: "ann", role: .agent, origin: "b#2")
        let other = Caller(name: "bob", role: .agent, origin: "c#3")
        let admin = Caller(name: "root", role: .admin, origin: "d#4")
        let pace = try #require(paces.pace(of: first))
        #expect(paces.pace(of: second) === pace)
        #expect(paces.pace(of: other) !== pace)
        #expect(paces.pace(of: admin) == nil)
    }
}

@Suite("Output watch") struct OutputWatchTests {
    @Test("who takes nothing while something waits is stuck, who takes a little is not")
    func stuck() {
        var watch = OutputWatch()
        let start = NIODeadline.now()
        watch.add(100)
        #expect(watch.isOpen)
        watch.look(pending: 40, at: start)
        watch.look(pending: 40, at: start + .seconds(9))
        #expect(!watch.isStuck(at: start + .seconds(9), seconds: 10))
        #expect(watch.isStuck(at: start + .seconds(10), seconds: 10))
        #expect(!watch.isStuck(at: start + .seconds(10), seconds: 0))
        watch.look(pending: 39, at: start + .seconds(10))
        #expect(!watch.isStuck(at: start + .seconds(19), seconds: 10))
        // More that is sent is not more that is taken.
        watch.add(100)
        watch.look(pending: 139, at: start + .seconds(20))
        #expect(watch.isStuck(at: start + .seconds(20), seconds: 10))
        watch.look(pending: 0, at: start + .seconds(21))
        #expect(!watch.isOpen)
        #expect(!watch.isStuck(at: start + .seconds(99), seconds: 10))
    }
}
