import Testing

@testable import LeadlineStore

@Suite("Missing keys")
struct MissingKeysTests {
    @Test("A key is missing by its bytes, not by its hash alone")
    func bytesDecide() {
        var missing = MissingKeys()
        missing.insert([1, 2, 3].span, 7)
        let (isMissing, isOther, isForgotten) = (
            missing.contains([1, 2, 3].span, 7), missing.contains([1, 2, 4].span, 7),
            missing.contains([1, 2, 3].span, 8)
        )
        #expect(isMissing)
        #expect(!isOther)
        #expect(!isForgotten)
        missing.removeAll()
        let remains = missing.contains([1, 2, 3].span, 7)
        #expect(!remains)
    }

    @Test("Those beyond the bound are not remembered")
    func bound() {
        var missing = MissingKeys()
        for number in 0...UInt8(MissingKeys.countMax) { missing.insert([number].span, 1) }
        let last = missing.contains([UInt8(MissingKeys.countMax) - 1].span, 1)
        let beyond = missing.contains([UInt8(MissingKeys.countMax)].span, 1)
        #expect(last)
        #expect(!beyond)
    }
}
