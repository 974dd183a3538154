import Foundation
import Testing

@testable import LeadlineEngine

/// What one partner reads does not depend on whether another one is there.
///
/// `LEADLINE_WALL_RUNS` makes the run longer; a failure names its seed.
@Suite("Two partners") struct NonInterferenceTests {
    private static let runs =
        ProcessInfo.processInfo.environment["LEADLINE_WALL_RUNS"].flatMap { UInt64($0) } ?? 6

    // Guarantee G7: a partner's whole transcript is the same with and without the other partner
    // Threat T1, T28: what one reads does not depend on the other, whoever's ids it pages behind
    @Test(
        "a partner's whole transcript is the same with and without the other", arguments: 1...runs)
    func neitherTellsOfTheOther(seed: UInt64) throws {
        let beside = try TwoPartners(seed: seed, hasB: true, steps: 400).transcript
        let alone = try TwoPartners(seed: seed, hasB: false, steps: 400).transcript
        #expect(beside.count > 50, "seed \(seed)")
        let differing = zip(beside, alone).first { $0 != $1 }
        let isSame = differing == nil && beside.count == alone.count
        #expect(
            isSame,
            """
            seed \(seed): \(beside.count) and \(alone.count) parts
            with B: \(differing?.0 ?? "")
            alone:  \(differing?.1 ?? "")
            """)
    }

    @Test("a transcript is rich: it has leads, lists, events, pushes and refusals")
    func aTranscriptSaysSomething() throws {
        let text = try TwoPartners(seed: 1, hasB: true, steps: 2000).transcript.joined()
        for part in [
            "L#3", ">pmessage", "lead.offered", "-NOTFOUND no lead", "+OK 2", "-BADSTATE",
            "contacted",
            "lead.noted", "won",
        ] {
            #expect(text.contains(part), "\(part) never came")
        }
    }
}
