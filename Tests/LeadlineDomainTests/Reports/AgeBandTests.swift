import LeadlineDomain
import Testing

@Suite("Bands of age") struct AgeBandTests {
    @Test("each band ends with its last day")
    func bounds() {
        let bands: [(Int64, AgeBand)] = [
            (-1, .upTo30), (0, .upTo30), (30, .upTo30), (31, .upTo60), (60, .upTo60),
            (61, .upTo90), (90, .upTo90), (91, .older), (.max, .older),
        ]
        for (days, band) in bands { #expect(AgeBand(days: days) == band, "\(days)") }
    }
}
