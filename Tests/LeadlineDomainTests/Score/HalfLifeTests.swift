import Foundation
import LeadlineDomain
import Testing

@Suite("Half-lives") struct HalfLifeTests {
    private static let day: Int64 = 86_400
    private let month = HalfLife(Seconds(30 * day))

    @Test(
        "points halve exactly with each half-life, half a point away from zero",
        arguments: [
            (40, 0, 40), (40, 30, 20), (40, 60, 10), (40, 90, 5), (40, 120, 3), (40, 150, 1),
            (40, 180, 1), (40, 210, 0), (-40, 30, -20), (-25, 30, -13), (25, 30, 13), (1, 30, 1),
            (1, 31, 0), (0, 0, 0), (100, 240, 0), (100, 36_500, 0),
        ])
    func halves(points: Int, days: Int64, left: Int) {
        #expect(month.points(points, aged: days * Self.day) == left)
    }

    @Test("what was earned in the future has not begun to fade")
    func aheadIsWhole() {
        #expect(month.points(40, aged: -5) == 40)
        #expect(month.points(40, aged: .min) == 40)
    }

    @Test("no age and no half-life is too long", arguments: [-100, -1, 1, 100])
    func extremes(points: Int) {
        for seconds in [Int64.min, 0, 1, Seconds.longest.count, .max] {
            let life = HalfLife(Seconds(seconds))
            #expect(abs(life.points(points, aged: .max)) <= 100)
            _ = life.change(of: points, aged: 1)
        }
    }

    @Test("points never grow, and are within one of what the formula says")
    func isMonotoneAndClose() {
        for points in 1...100 {
            var last = points
            for step in stride(from: Int64(0), through: 300 * Self.day, by: 3 * 3600) {
                let left = month.points(points, aged: step)
                #expect(left <= last)
                // A step is a 64th of a half-life long.
                let exact = Double(points) * pow(2, -Double(step) / Double(30 * Self.day))
                #expect(Double(left) >= exact - 0.5 - 1e-9)
                #expect(Double(left) <= exact * pow(2, 1.0 / 64) + 0.5 + 1e-9)
                last = left
            }
        }
    }

    @Test("the told change is the first second with other points")
    func changesAreExact() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let life = HalfLife(Seconds(Int64.random(in: 86_400...400 * 86_400, using: &random)))
            let points = Int.random(in: -100...100, using: &random)
            let age = Int64.random(in: 0...3000 * 86_400, using: &random)
            let now = life.points(points, aged: age)
            guard let change = life.change(of: points, aged: age) else {
                #expect(now == 0)
                continue
            }
            #expect(change > age)
            #expect(life.points(points, aged: change) != now)
            #expect(life.points(points, aged: change - 1) == now)
        }
    }
}
