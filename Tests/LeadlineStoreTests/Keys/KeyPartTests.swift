import LeadlineStore
import Testing

@Suite("Key parts")
struct KeyPartTests {
    @Test("Unsigned numbers sort as they count and read back")
    func unsignedNumbers() {
        expectOrder([UInt8.min, 1, 0x7F, 0x80, 0xFE, .max])
        expectOrder([UInt16.min, 1, 0xFF, 0x100, 0x7FFF, 0x8000, .max])
        expectOrder([UInt32.min, 1, 0xFF, 0x100, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, .max])
        expectOrder([UInt64.min, 1, 0xFF, 0x100, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 63, .max])
    }

    @Test("Signed numbers sort as they count, negative ones first")
    func signedNumbers() {
        expectOrder([Int64.min, .min + 1, -256, -255, -1, 0, 1, 255, 256, .max - 1, .max])
    }

    @Test("A descending part sorts the other way round")
    func descendingParts() {
        expectOrder([UInt64.max, 1 << 32, 256, 255, 1, 0].map(Descending.init))
        expectOrder([Int64.max, 1, 0, -1, .min].map(Descending.init))
    }

    @Test("Texts sort by their bytes, the shorter first")
    func texts() {
        let texts: [[UInt8]] = [
            [], [0], [0, 0], [0, 1], [0, 0xFF], [1], [1, 0], [1, 1], [1, 2], [2], [0x61],
            [0x61, 0], [0x61, 0x62], [0x61, 0xFF], [0xFF], [0xFF, 0xFF],
        ]
        expectOrder(texts.map { KeyText($0) })
    }

    @Test("A text is read back whatever bytes follow it")
    func textsBeforeAnything() {
        for text in [[], [0x61], [0], [1], [0x61, 0], [0xFF]] as [[UInt8]] {
            expectOrder([0, 1, 255, .max].map { Pair(KeyText(text), UInt64($0)) })
            expectOrder([.max, 255, 1, 0].map { Pair(KeyText(text), Descending(UInt64($0))) })
        }
    }

    @Test("A pair is ordered by its first part, then by its second")
    func pairs() {
        expectOrder([
            Pair(KeyText([0x61]), Int64.max), Pair(KeyText([0x61, 0]), .min),
            Pair(KeyText([0x61, 0]), 0), Pair(KeyText([0x62]), .min),
        ])
    }

    @Test("Nothing takes no bytes")
    func nothing() {
        #expect(bytes(Nothing()).isEmpty)
        expectOrder([Nothing()])
    }

    @Test("Random texts sort as their bytes", arguments: [1, 2, 3] as [UInt64])
    func randomTexts(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let texts = [randomText(&generator), randomText(&generator)]
            let precedes = texts[0].lexicographicallyPrecedes(texts[1])
            let keys = texts.map { bytes(KeyText($0)) + [UInt8.random(in: 0...255)] }
            if texts[0] != texts[1] {
                #expect(keys[0].lexicographicallyPrecedes(keys[1]) == precedes, "\(texts)")
            }
        }
    }

    @Test(
        "Bytes that are no value are refused",
        arguments: [[], [0x61], [1], [1, 0, 0], [1, 3, 0], [0x61, 1]] as [[UInt8]])
    func badTexts(bytes: [UInt8]) {
        var reader = KeyReader(bytes[...])
        #expect(KeyText.read(&reader) == nil)
    }

    @Test("A number cut short is refused")
    func shortNumbers() {
        for count in 0..<8 {
            var reader = KeyReader(ArraySlice([UInt8](repeating: 0xFF, count: count)))
            #expect(UInt64.read(&reader) == nil)
            #expect(Descending<Int64>.read(&reader) == nil)
        }
    }

    private func randomText(_ generator: inout SeededGenerator) -> [UInt8] {
        let alphabet: [UInt8] = [0, 1, 2, 0x61, 0xFE, 0xFF]
        return (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? 0
        }
    }

    private func bytes(_ part: some KeyPart) -> [UInt8] {
        var key: [UInt8] = []
        part.append(to: &key)
        return key
    }

    /// The values are in order, their bytes too, none is a prefix of the next, and each reads back.
    private func expectOrder<Part: KeyPart & Equatable>(_ parts: [Part]) {
        for (low, high) in zip(parts, parts.dropFirst()) {
            let keys = [bytes(low), bytes(high)]
            #expect(keys[0].lexicographicallyPrecedes(keys[1]), "\(low) \(high)")
            #expect(!keys[1].starts(with: keys[0]), "\(low) \(high)")
        }
        for part in parts {
            var reader = KeyReader(bytes(part)[...])
            #expect(Part.read(&reader) == part)
            #expect(reader.isAtEnd)
        }
    }
}
