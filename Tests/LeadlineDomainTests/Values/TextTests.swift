import LeadlineDomain
import Testing

@Suite struct TextTests {
    // Fault 18: texts are their bytes: composed and decomposed letters differ
    @Test func composedAndDecomposedLettersAreDifferentTexts() {
        let composed: Text = "caf\u{E9}"
        let decomposed: Text = "cafe\u{301}"
        #expect("caf\u{E9}" == "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test func equalBytesInDifferentBuffersAreEqualAndHashAlike() {
        let alone: Text = "acme"
        let inside = Text(slice("acme"))
        #expect(alone == inside)
        #expect(Set([alone, inside]).count == 1)
    }

    @Test func aDifferenceIsSeenWhereverItStands() {
        for count in 0...40 {
            let bytes = (0..<count).map { UInt8($0) }
            #expect(Text(bytes) == Text(([0xFF] + bytes).dropFirst()))
            #expect(Text(bytes) != Text(bytes + [0]))
            for place in 0..<count {
                var other = bytes
                other[place] ^= 0x80
                #expect(Text(bytes) != Text(other), "\(place) of \(count)")
            }
        }
    }

    @Test func orderIsThatOfUnsignedBytes() {
        let sorted: [Text] = ["", "A", "a", "aa", "b", "z", "\u{E9}"]
        #expect(sorted.shuffled().sorted() == sorted)
    }

    @Test(arguments: [
        ("", ""), ("  ", ""), (" a ", "a"), ("\t\r\na b\u{B}\u{C}", "a b"), ("a", "a"),
    ])
    func trimmingTakesBlanksFromBothEndsOnly(typed: String, expected: String) {
        #expect(Text(slice(typed)).trimmed == Text(expected))
    }

    @Test func foldingTouchesASCIILettersOnly() {
        let text: Text = "@AZ[`az{ \u{C9}"
        #expect(text.asciiLowercased == "@az[`az{ \u{C9}")
        #expect(text.asciiUppercased == "@AZ[`AZ{ \u{C9}")
        #expect(text.lowercased == "@az[`az{ \u{E9}")
    }

    @Test func invalidUTF8IsKeptAndComparedAsItIs() {
        let broken = Text([0x61, 0xFF, 0xC3])
        #expect(broken.count == 3)
        #expect(broken != Text([0x61, 0xFE, 0xC3]))
        #expect(broken.description == "a\u{FFFD}\u{FFFD}")
    }
}
