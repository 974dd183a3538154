import LeadlineDomain
import Testing

@Suite("A referrer") struct ReferrerTests {
    @Test("gives its leads the source that it is")
    func source() {
        let pairs = ReferrerKind.allCases.map { ($0.word.description, $0.source.word.description) }
        for (kind, source) in pairs { #expect(kind == source) }
    }

    @Test("begins at version 1, written when it was made")
    func new() {
        let now = instant("2026-11-21T17:00:00Z")
        let referrer = Referrer(
            id: ReferrerID(raw: 1), kind: .vendor, name: "Bolt", currency: .usd, created: now)
        #expect(referrer.version == 1)
        #expect(referrer.updated == now)
        #expect(referrer.terms == nil)
    }
}
