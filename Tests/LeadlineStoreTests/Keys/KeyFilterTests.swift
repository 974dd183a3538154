import Testing

@testable import LeadlineStore

@Suite("Key filters")
struct KeyFilterTests {
    @Test("What was inserted is found in every layer, and hardly anything else")
    func finds() {
        var generator = SeededGenerator(seed: 7)
        var filter = KeyFilter()
        let count = KeyFilter.capacityMin * 3
        let inserted = (0..<count).map { _ in UInt64.random(in: 0 ... .max, using: &generator) }
        var isFull = false
        for hash in inserted where !filter.insert(hash) { isFull = true }
        #expect(!isFull)
        var lost = 0
        for hash in inserted where !filter.contains(hash) { lost += 1 }
        #expect(lost == 0)
        var mistaken = 0
        for _ in 0..<10_000
        where filter.contains(UInt64.random(in: 0 ... .max, using: &generator)) {
            mistaken += 1
        }
        #expect(mistaken < 400)
    }
}
