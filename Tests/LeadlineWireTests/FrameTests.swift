import LeadlineWire
import Testing

@Suite("Frames")
struct FrameTests {
    @Test("A frame gives back its arguments")
    func givesBack() {
        var frame = Frame()
        #expect(frame.count == 0 && !frame.isRESP)
        frame.append("LEAD.GET".utf8)
        frame.append([UInt8]())
        frame.append([0x00, 0xFF])
        #expect(frame.count == 3)
        #expect(frame[0].elementsEqual("LEAD.GET".utf8))
        #expect(frame[1].isEmpty)
        #expect(frame[2].elementsEqual([0x00, 0xFF]))
    }

    @Test("An argument that was kept outlives the frame's next request")
    func keeps() {
        var frame = Frame()
        frame.append("first".utf8)
        let kept = frame[0]
        frame.removeAll()
        frame.append("other".utf8)
        #expect(kept.elementsEqual("first".utf8))
        #expect(frame[0].elementsEqual("other".utf8))
    }

    @Test("A frame that held a huge request can be used again")
    func shrinks() {
        var frame = Frame()
        frame.append([UInt8](repeating: 1, count: WireLimits.argumentBytesMax))
        frame.removeAll()
        #expect(frame.count == 0)
        frame.append("x".utf8)
        #expect(frame[0].elementsEqual("x".utf8))
    }

    @Test("A frame has nothing of a longer request that it held before")
    func forgets() {
        var frame = Frame()
        for _ in 0..<20 { frame.append("a longer argument than the next".utf8) }
        frame.removeAll()
        #expect(frame.count == 0)
        frame.append("x".utf8)
        frame.append([UInt8]())
        #expect(frame.count == 2)
        #expect(frame[0].elementsEqual("x".utf8))
        #expect(frame[1].isEmpty)
        frame.withArgument(0) { #expect($0.elementsEqual("x".utf8)) }
    }

    @Test("An argument that was kept is not written over in place, however long the next ones are")
    func keepsWhileGrowing() {
        var frame = Frame()
        frame.append("first".utf8)
        var kept = [frame[0]]
        for length in 1...200 {
            frame.removeAll()
            frame.append([UInt8](repeating: UInt8(length), count: length))
            kept.append(frame[0])
        }
        #expect(kept[0].elementsEqual("first".utf8))
        for length in 1...200 {
            #expect(
                kept[length].elementsEqual([UInt8](repeating: UInt8(length), count: length)))
        }
    }
}
