import Testing

@Suite("Every decoder under every input of its corpus") struct CorpusTests {
    @Test("each decoder has a corpus, and each corpus its decoder")
    func complete() throws {
        #expect(try Corpus.names() == Set(Decoder.all.map(\.name)))
        #expect(Set(Decoder.all.map(\.name)).count == Decoder.all.count)
    }

    // Fault 127: hand-written and found bytes in every decoder give a value or an error, no trap,
    // and hold what each decoder promises; --full of fuzz.py looks for others with libFuzzer.
    // Fault 5, 10, 15: a request of many arguments, lines that end otherwise, and binary bytes are
    // framed alike however they are cut.
    // Fault 96: amounts that are not quite numbers are refused by our own parser.
    @Test("no input breaks a decoder's promises", arguments: Decoder.all.map(\.name))
    func replay(name: String) throws {
        let decoder = try #require(Decoder.all.first { $0.name == name })
        let inputs = try Corpus(of: name).inputs
        #expect(!inputs.isEmpty)
        for input in [[]] + inputs {
            do { try decoder.check(input) } catch {
                Issue.record("\(name): \(error) by \(input)")
            }
        }
    }

    // Fault 127: cuts and changed bytes of the corpora likewise.
    @Test("no cut and no changed byte breaks them either", arguments: Decoder.all.map(\.name))
    func neighbours(name: String) throws {
        let decoder = try #require(Decoder.all.first { $0.name == name })
        // The same ones each time: looking for others is libFuzzer's part.
        var random = Numbers()
        for input in try Corpus(of: name).inputs {
            let cut = Array(input.prefix(Int.random(in: 0...input.count, using: &random)))
            var changed = input
            for index in changed.indices where Int.random(in: 0..<8, using: &random) == 0 {
                changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            for bytes in [cut, changed] {
                do { try decoder.check(bytes) } catch {
                    Issue.record("\(name): \(error) by \(bytes)")
                }
            }
        }
    }

    /// The same numbers each time (SplitMix64).
    private struct Numbers: RandomNumberGenerator {
        private var state: UInt64 = 127

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("an escaped line stands for its bytes")
    func escapes() throws {
        #expect(try Corpus.bytes(Array(#"a\\\n\x00\xFf"#.utf8)) == [0x61, 0x5C, 0x0A, 0, 0xFF])
        #expect(throws: Broken.self) { try Corpus.bytes(Array(#"\q"#.utf8)) }
        #expect(throws: Broken.self) { try Corpus.bytes(Array(#"\x1"#.utf8)) }
    }
}
