import Foundation
import Testing
import leadline_bench

@Suite("Diff of results")
struct BenchDiffTests {
    private func file(
        _ rates: [Double], workload: String = "mixed", p99: Double = 2
    ) throws -> ResultFile {
        let rounds = rates.map { #"{"per_second":\#($0),"p50_ms":1.0,"p99_ms":\#(p99),"x":"y"}"# }
        let text =
            #"{"workload":"\#(workload)","connections":50,"pipeline":16,"dialect":"resp2","#
            + #""rounds":[\#(rounds.joined(separator: ","))]}"#
        return try ResultFile(Data(text.utf8))
    }

    @Test(
        "A figure changed when no round of one file lies among those of the other",
        arguments: [
            ([100, 110, 120], [121, 130, 140], .better), ([100, 110, 120], [70, 80, 99], .worse),
            ([100, 110, 120], [119, 130, 140], .same), ([100, 110, 120], [90, 200], .unknown),
            ([100], [1], .unknown),
        ] as [([Double], [Double], ResultDiff.Verdict)])
    func verdicts(old: [Double], new: [Double], verdict: ResultDiff.Verdict) throws {
        let diff = ResultDiff(try file(old), try file(new))
        #expect(
            diff.lines.map(\.name)
                == ["a second", "p50 ms", "p99 ms"].map { "mixed c50×16 resp2, \($0)" })
        #expect(diff.lines.first?.verdict == verdict)
        #expect(diff.isWorse == (verdict == .worse))
    }

    @Test("A longer wait is worse")
    func latency() throws {
        let diff = ResultDiff(try file([1, 2, 3], p99: 2), try file([1, 2, 3], p99: 3))
        #expect(diff.lines.map(\.verdict) == [.same, .same, .worse])
        #expect(diff.text.contains("2.000 [2.000–2.000] → 3.000 [3.000–3.000]  +50.0 %  worse"))
    }

    @Test("What only one file has is named")
    func unmatched() throws {
        let diff = ResultDiff(try file([1, 2, 3]), try file([1, 2, 3], workload: "ping"))
        #expect(diff.lines.isEmpty)
        #expect(
            diff.unmatched == [
                "mixed c50×16 resp2: only in the first", "ping c50×16 resp2: only in the second",
            ])
    }

    @Test("A comparison's file has an entry for each server")
    func comparison() throws {
        let round = #"{"per_second":5,"p50_ms":1,"p99_ms":2,"p999_ms":3}"#
        let text =
            #"{"results":[{"work":"ping","connections":1,"pipeline":1,"server":"Redis","#
            + #""rounds":[\#(round),\#(round),\#(round)]}],"servers":[]}"#
        let file = try ResultFile(Data(text.utf8))
        let diff = ResultDiff(file, file)
        #expect(diff.lines.map(\.name).last == "ping c1 Redis, p99.9 ms")
    }

    @Test("Other files are refused", arguments: ["", "{}", "[]", #"{"results":[{}]}"#])
    func refuses(text: String) {
        #expect(throws: (any Error).self) { try ResultFile(Data(text.utf8)) }
    }
}

@Suite("Chart of growth")
struct GrowthChartTests {
    @Test("Every line is drawn within the picture, and told in words")
    func draws() throws {
        let series = (0..<9).map { index in
            GrowthChart.Series(
                name: "A<\(index)>", points: [(1e4, 90), (1e6, Double(100 * (index + 1)))])
        }
        let nothing = GrowthChart.Series(name: "none", points: [(10, 0)])
        let picture = GrowthChart.picture([
            GrowthChart.Panel(title: "µs & more", series: series + [nothing]),
            GrowthChart.Panel(title: "empty", series: [nothing]),
        ])
        // A line and its place in the legend.
        #expect(picture.components(separatedBy: "<polyline ").count - 1 == 18)
        #expect(picture.contains("A&lt;8&gt; 10000 90, 1000000 900"))
        #expect(picture.contains("µs &amp; more"))
        #expect(!picture.contains("nan"))
        let numbers = try picture.matches(of: Regex(#"points="([^"]*)""#)).flatMap { match in
            (match.output[1].substring ?? "").split { $0 == " " || $0 == "," }.compactMap {
                Double($0)
            }
        }
        #expect(numbers.count == 18 * 4)
        #expect(numbers.allSatisfy { (0...900).contains($0) })
    }
}
