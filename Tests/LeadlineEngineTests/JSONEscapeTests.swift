import Testing

@testable import LeadlineEngine

@Suite struct JSONEscapeTests {
    @Test func everyByteIsSeenWhereverItStands() {
        for count in 1...20 {
            for place in 0..<count {
                for byte in UInt8.min...UInt8.max {
                    var text = [UInt8](repeating: 0x61, count: count)
                    text[place] = byte
                    let isNeedless = text.withUnsafeBytes { JSONEscape.isNeedless($0) }
                    let needsOne = byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F
                    guard isNeedless == needsOne else { continue }
                    Issue.record("byte \(byte) at \(place) of \(count)")
                }
            }
        }
    }

    @Test func neighboursOfAnyKindHideNothing() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<5000 {
            let count = Int.random(in: 0...24, using: &random)
            let text = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let needsOne = text.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }
            #expect(text.withUnsafeBytes { JSONEscape.isNeedless($0) } != needsOne, "seed 3")
        }
    }
}
