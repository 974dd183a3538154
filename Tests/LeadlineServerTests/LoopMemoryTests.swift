import NIOCore
import Testing

@testable import LeadlineServer

@Suite("Loop input") struct LoopInputTests {
    @Test("a buffer is lent once, and comes back when nobody looks at it any more")
    func lending() {
        var loop = LoopInput()
        let nothing = loop.take()
        #expect(nothing == nil)
        var buffer = ByteBufferAllocator().buffer(capacity: 4096)
        buffer.writeString("PING")
        let slice = buffer
        loop.keep(&buffer)
        let shared = loop.take()
        #expect(shared == nil)
        #expect(slice.readableBytes == 4)
        var other = ByteBufferAllocator().buffer(capacity: 4096)
        other.writeString("PING")
        loop.keep(&other)
        let taken = loop.take()
        #expect(taken?.readableBytes == 0)
        #expect(taken?.storageCapacity == 4096)
        let gone = loop.take()
        #expect(gone == nil)
    }

    @Test("the larger of two is kept, and none that is too large")
    func sizes() {
        var loop = LoopInput()
        for (capacity, kept) in [(2048, 2048), (1024, 2048), (8192, 8192), (1 << 20, 8192)] {
            var buffer = ByteBufferAllocator().buffer(capacity: capacity)
            loop.keep(&buffer)
            guard var spare = loop.take() else {
                Issue.record("nothing was kept")
                return
            }
            #expect(spare.storageCapacity == kept)
            loop.keep(&spare)
        }
    }

    @Test("half a request is moved out of the loop's buffer, and what it holds is its own size")
    func halves() {
        var loop = LoopInput()
        var input = SocketInput()
        var read = ByteBufferAllocator().buffer(capacity: 64 << 10)
        read.writeString("PING\r\nLEAD.NE")
        input.append(&read)
        read = ByteBuffer()
        input.bytes.moveReaderIndex(forwardBy: 6)
        input.settle(&loop)
        #expect(input.count == 7)
        #expect(input.bytes.storageCapacity < 1024)
        #expect(String(buffer: input.bytes) == "LEAD.NE")
        guard var more = loop.take() else {
            Issue.record("nothing was given back")
            return
        }
        #expect(more.storageCapacity == 64 << 10)
        more.writeString("W\r\n")
        input.append(&more)
        #expect(String(buffer: input.bytes) == "LEAD.NEW\r\n")
        input.bytes.moveReaderIndex(forwardBy: 10)
        input.settle(&loop)
        #expect(input.bytes.storageCapacity == 0)
    }
}

@Suite("Ebb") struct EbbTests {
    @Test("a crowd that has halved is noticed once, a small one never")
    func halved() {
        var ebb = Ebb(crowd: 100)
        func noted(_ counts: [Int]) -> [Bool] { counts.map { ebb.note($0) } }
        #expect(noted([10, 99, 40, 0]) == [false, false, false, false])
        #expect(noted([100, 51, 50, 40, 1]) == [false, false, true, false, false])
        #expect(noted([1000, 501, 400, 300, 200]) == [false, false, true, false, true])
    }
}
