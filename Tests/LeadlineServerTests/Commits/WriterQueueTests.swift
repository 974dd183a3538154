import Dispatch
import Synchronization
import Testing

@testable import LeadlineServer

@Suite("WriterQueue")
struct WriterQueueTests {
    @Test("Places are kept up to the bound and given back")
    func places() {
        let queue = WriterQueue(requestsMax: 3, commitMax: .seconds(5))
        for _ in 0..<3 { #expect(queue.reserve()) }
        #expect(queue.isFull)
        #expect(!queue.reserve())
        #expect(queue.requestCount == 3)
        queue.release(2)
        #expect(!queue.isFull)
        #expect(queue.reserve())
    }

    @Test("A closed, empty queue ends the wait")
    func closing() {
        let queue = WriterQueue(requestsMax: 1, commitMax: .seconds(5))
        queue.close()
        var taken: [RequestSlice] = []
        #expect(!queue.take(into: &taken))
        #expect(!queue.waitForMore())
    }

    @Test("A wait ends with its patience when nobody rings")
    func patience() {
        let queue = WriterQueue(requestsMax: 1, commitMax: .seconds(5))
        #expect(queue.waitForMore(atMost: .milliseconds(5)))
        #expect(queue.waitForMore(atMost: .zero))
        queue.close()
        #expect(!queue.waitForMore(atMost: .seconds(60)))
    }

    @Test("A ring is never lost, whoever comes first")
    func bell() async {
        let work = Work()
        let rounds = 20_000
        let done = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var taken = 0
                while taken < rounds {
                    work.bell.wait { work.count.load(ordering: .sequentiallyConsistent) > 0 }
                    taken += work.count.exchange(0, ordering: .sequentiallyConsistent)
                }
                continuation.resume(returning: taken)
            }
            for _ in 0..<rounds {
                work.count.add(1, ordering: .sequentiallyConsistent)
                work.bell.ring()
            }
        }
        #expect(done == rounds)
    }

    /// What one thread leaves for another.
    private final class Work: Sendable {
        let bell = Doorbell()
        let count = Atomic<Int>(0)
    }
}

@Suite("LogThrottle")
struct LogThrottleTests {
    @Test("One line passes per interval, with the number of those that did not")
    func passing() {
        let throttle = LogThrottle(interval: .seconds(60))
        let start = ContinuousClock.now
        #expect(throttle.pass(at: start) == 0)
        #expect(throttle.pass(at: start + .seconds(1)) == nil)
        #expect(throttle.pass(at: start + .seconds(59)) == nil)
        #expect(throttle.pass(at: start + .seconds(60)) == 2)
        #expect(throttle.pass(at: start + .seconds(61)) == nil)
    }
}
