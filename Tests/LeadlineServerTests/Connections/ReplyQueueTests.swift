import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineServer

@Suite("ReplyQueue")
struct ReplyQueueTests {
    private func text(_ queue: inout ReplyQueue) -> String? {
        queue.takeOutput().map { String(buffer: $0) }
    }

    @Test("A reply leaves at once while the writer owes nothing")
    func immediate() {
        var queue = ReplyQueue()
        queue.write(.text) { $0.status("OK") }
        queue.write(.resp2) { $0.string("x") }
        #expect(text(&queue) == "+OK\r\n$1\r\nx\r\n")
        #expect(text(&queue) == nil)
        #expect(queue.unansweredCount == 0)
        #expect(queue.isSettled)
    }

    @Test("A reply is held behind those that the writer owes")
    func held() {
        var queue = ReplyQueue()
        queue.expect()
        queue.expect()
        queue.write(.text) { $0.integer(3) }
        queue.expect()
        queue.write(.text) { $0.integer(5) }
        #expect(text(&queue) == nil)
        #expect(queue.unansweredCount == 5)
        #expect(!queue.isSettled)
        queue.answer(ByteBuffer(string: ":1\r\n"), count: 1)
        #expect(text(&queue) == ":1\r\n")
        queue.answer(ByteBuffer(string: ":2\r\n"), count: 1)
        #expect(text(&queue) == ":2\r\n:3\r\n")
        #expect(queue.unansweredCount == 2)
        queue.answer(ByteBuffer(string: ":4\r\n"), count: 1)
        #expect(text(&queue) == ":4\r\n:5\r\n")
        #expect(queue.isSettled)
        #expect(queue.unansweredCount == 0)
        #expect(queue.byteCount == 0)
    }

    @Test("Bytes that are held count as pending")
    func pendingBytes() {
        var queue = ReplyQueue()
        queue.write(.text) { $0.status("OK") }
        #expect(queue.byteCount == 5)
        queue.expect()
        queue.write(.text) { $0.status("OK") }
        #expect(queue.byteCount == 10)
        _ = queue.takeOutput()
        #expect(queue.byteCount == 5)
    }

    @Test("Telnet's bytes do not wait for the writer")
    func interjection() {
        var queue = ReplyQueue()
        queue.expect()
        queue.write(.text) { $0.status("LATER") }
        queue.interject([0x21])
        #expect(text(&queue) == "!")
    }

    @Test("Memory is lent where there is none, and given back where no reply is in it")
    func lending() {
        var queue = ReplyQueue()
        var memory = ByteBufferAllocator().buffer(capacity: 100)
        queue.lend(&memory)
        #expect(memory.capacity == 0)
        queue.write(.text) { $0.status("OK") }
        queue.giveBack(&memory)
        #expect(memory.capacity == 0)
        var other = ByteBufferAllocator().buffer(capacity: 100)
        queue.lend(&other)
        #expect(other.capacity > 0)
        #expect(text(&queue) == "+OK\r\n")
        queue.lend(&other)
        queue.giveBack(&memory)
        #expect(memory.capacity > 0 && other.capacity == 0)
        queue.write(.text) { $0.status("NEXT") }
        #expect(text(&queue) == "+NEXT\r\n")
    }

    @Test("Any mixture of replies leaves in the order of the requests")
    func anyOrder() {
        for seed in 0..<200 { checkOrder(seed: UInt64(seed)) }
    }

    private func checkOrder(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var queue = ReplyQueue()
        var owed: [Int] = []
        var output = ""
        let count = 40
        for number in 0..<count {
            if random.next() % 2 == 0 {
                queue.expect()
                owed.append(number)
            } else {
                queue.write(.text) { $0.integer(Int64(number)) }
            }
            while !owed.isEmpty, random.next() % 3 == 0 {
                answer(&queue, &owed)
                output += text(&queue) ?? ""
            }
        }
        while !owed.isEmpty { answer(&queue, &owed) }
        output += text(&queue) ?? ""
        #expect(output == (0..<count).map { ":\($0)\r\n" }.joined(), "seed \(seed)")
        #expect(queue.unansweredCount == 0 && queue.byteCount == 0, "seed \(seed)")
    }

    private func answer(_ queue: inout ReplyQueue, _ owed: inout [Int]) {
        let number = owed.removeFirst()
        queue.answer(ByteBuffer(string: ":\(number)\r\n"), count: 1)
    }
}

/// Random numbers that a seed repeats.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
