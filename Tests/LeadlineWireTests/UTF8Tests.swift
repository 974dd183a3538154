import LeadlineWire
import Testing

@Suite("UTF-8 is told from other bytes")
struct UTF8Tests {
    @Test("a stray byte is found wherever it stands, however long the text is")
    func strayBytes() {
        for count in 1...40 {
            let text = [UInt8](repeating: 0x61, count: count)
            #expect(text[...].isUTF8)
            for place in 0..<count {
                var broken = text
                broken[place] = 0x80
                #expect(!broken[...].isUTF8, "\(place) of \(count)")
            }
        }
    }

    @Test("a character of several bytes may stand anywhere, but not be cut")
    func characters() {
        for before in 0...20 {
            let letters = [UInt8](repeating: 0x61, count: before)
            for character in ["\u{E9}", "\u{20AC}", "\u{1F600}"] {
                let bytes = Array(character.utf8)
                #expect((letters + bytes + letters)[...].isUTF8)
                #expect(!(letters + bytes.dropLast())[...].isUTF8)
                #expect(!(letters + bytes.dropLast() + letters + [0x61])[...].isUTF8)
            }
        }
    }
}
