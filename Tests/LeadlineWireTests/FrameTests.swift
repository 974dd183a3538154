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
}
