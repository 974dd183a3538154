import Foundation
import LeadlineDomain
import Testing

@Suite("ZoneRules")
struct ZoneRulesTests {
    /// A file of version 2: changes with the offsets that hold from them on, and the rule.
    static func file(
        _ changes: [(Int64, Int32)], first: Int32 = 0, rule: String, version: UInt8 = 0x32
    ) -> [UInt8] {
        func bytes<N: FixedWidthInteger>(_ number: N) -> [UInt8] {
            withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }
        func header(_ changes: Int, _ kinds: Int) -> [UInt8] {
            let counts = [0, 0, 0, changes, kinds, 4].flatMap { bytes(Int32($0)) }
            return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts
        }
        let old = header(0, 1) + bytes(Int32(0)) + [0, 0] + Array("UTC\0".utf8)
        var new = header(changes.count, changes.count + 1)
        for (time, _) in changes { new += bytes(time) }
        for index in changes.indices { new.append(UInt8(index + 1)) }
        for offset in [first] + changes.map(\.1) { new += bytes(offset) + [0, 0] }
        return old + new + Array("UTC\0\n\(rule)\n".utf8)
    }

    static func rules(_ bytes: [UInt8]) throws(ValueFault) -> ZoneRules {
        try ZoneRules.parse(([1, 2] + bytes)[2...], name: "Here/Zone")
    }

    private func offset(_ rule: String, _ time: String) throws -> Int32 {
        try Self.rules(Self.file([], rule: rule)).offset(at: instant(time))
    }

    @Test("Before the first change, between changes and from the last on")
    func changes() throws {
        let rules = try Self.rules(
            Self.file([(-100, 3600), (100, 7200)], first: -60, rule: ""))
        let seconds: [(Int64, Int32)] = [
            (-101, -60), (-100, 3600), (99, 3600), (100, 7200), (1 << 40, 7200),
        ]
        for (second, expected) in seconds {
            #expect(rules.offset(at: Timestamp(milliseconds: second * 1000)) == expected)
        }
        #expect(rules.offset(at: Timestamp(milliseconds: -100_001)) == -60)
    }

    @Test(
        "The rule of the years to come",
        arguments: [
            ("UTC0", "2500-07-01T00:00:00Z", 0),
            ("<+0530>-5:30", "2500-07-01T00:00:00Z", 19_800),
            // New York: from the second Sunday of March to the first of November.
            ("EST5EDT,M3.2.0,M11.1.0", "2300-03-10T06:59:59Z", -18_000),
            ("EST5EDT,M3.2.0,M11.1.0", "2300-03-14T07:00:00Z", -14_400),
            ("EST5EDT,M3.2.0,M11.1.0", "2300-11-04T05:59:59Z", -14_400),
            ("EST5EDT,M3.2.0,M11.1.0", "2300-11-04T06:00:00Z", -18_000),
            // Lord Howe: half an hour, in the south.
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2100-01-01T00:00:00Z", 39_600),
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2100-07-01T00:00:00Z", 37_800),
            // Changes that are told as numbers of days, by hours beyond the day.
            ("AAA0BBB,J60/-1,J300/25", "2024-02-29T22:59:59Z", 0),
            ("AAA0BBB,J60/-1,J300/25", "2024-02-29T23:00:00Z", 3600),
            ("AAA0BBB,59/0,300/0", "2024-02-29T00:00:00Z", 3600),
            // Summer all year.
            ("XXX3EDT4,0/0,J365/23", "2030-12-31T12:00:00Z", -14_400),
            ("XXX3EDT4,0/0,J365/23", "2030-01-01T04:30:00Z", -14_400),
            // The last Sunday, and a change on the day before.
            ("EET-2EEST,M3.5.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 10_800),
        ])
    func rule(_ rule: String, _ time: String, _ expected: Int32) throws {
        #expect(try offset(rule, time) == expected)
    }

    @Test(
        "What is no rule is refused",
        arguments: [
            "5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
            "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST25", "EST19",
            "EST5EDT,J0,J1", "EST5EDT,J366,J1", "EST5EDT,366,1", "EST5EDT,1/168,2",
            "EST5EDT,M3.2.0,M11.1.0,", "<EST5", "EST5:60", "EST99999999999999999999",
        ])
    func noRule(_ rule: String) {
        let told = fault { () throws(ValueFault) in try Self.rules(Self.file([], rule: rule)) }
        #expect(told?.contains("is not understood") == true, "\(told ?? "none")")
    }

    @Test("What is no file of a zone is refused, with what is wrong")
    func noFile() {
        let good = Self.file([(0, 3600)], rule: "UTC0")
        func told(_ bytes: [UInt8]) -> String {
            fault { () throws(ValueFault) in try Self.rules(bytes) } ?? "none"
        }
        #expect(told(good) == "none")
        #expect(told([]).contains("cut short"))
        #expect(told(Array("GIF89a".utf8) + good).contains("TZif"))
        #expect(told(good.dropLast()).contains("last line"))
        #expect(told(Self.file([(5, 0), (5, 1)], rule: "")).contains("not in order"))
        #expect(told(Self.file([(5, 64_801)], rule: "")).contains("too far off"))
        #expect(told(Self.file([], first: -64_801, rule: "")).contains("too far off"))
        let long = [UInt8](repeating: 0, count: 1 << 16)
        #expect(told(good + long).contains("at most"))
        var leaps = good
        leaps[31] = 1
        #expect(told(leaps) != "none")
    }

    @Test("Version 1 ends with its last change")
    func version1() throws {
        var file = Self.file([], rule: "", version: 0)
        file.removeLast(file.count - 54)
        #expect(try Self.rules(file).offset(at: instant("2500-01-01T00:00:00Z")) == 0)
    }

    @Test("No bytes make reading trap")
    func hostile() {
        let seed = UInt64.random(in: 0...UInt64.max / 2)
        var random = SeededGenerator(seed: seed)
        let good = Self.file(
            [(-1000, 3600), (0, 7200), (1 << 33, -3600)], rule: "EST5EDT,M3.2.0/3,M11.1.0")
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
            guard let rules = try? Self.rules(bytes) else { continue }
            for time in [Timestamp.earliest, instant("2026-06-01T00:00:00Z"), .latest] {
                #expect(rules.offset(at: time).magnitude <= 64_800, "seed \(seed)")
            }
        }
    }

    @Test("A damaged file whose clock leaps about ends no day before it begins")
    func leaping() throws {
        let seed = UInt64.random(in: 0...UInt64.max / 2)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var (changes, second): ([(Int64, Int32)], Int64) = ([], 0)
            for _ in 0..<40 {
                second += .random(in: 1...86_400, using: &random)
                changes.append((second, .random(in: -64_800...64_800, using: &random)))
            }
            let zone = HouseZone(try Self.rules(Self.file(changes, rule: "")))
            for day in -2...second / 86_400 + 2 {
                let date = try #require(CivilDate(daysSinceEpoch: day))
                #expect(zone.start(of: date) <= zone.end(of: date), "seed \(seed)")
            }
        }
    }

    @Test(
        "The system's zones are as Foundation has them",
        arguments: [
            "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata",
            "America/Sao_Paulo", "Pacific/Auckland",
        ])
    func system(_ name: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)"))
        let rules = try ZoneRules.parse(Array(data)[...], name: Text(name))
        let zone = try #require(TimeZone(identifier: name))
        var second = instant("1990-01-01T00:00:00Z").milliseconds / 1000
        while second < instant("2060-01-01T00:00:00Z").milliseconds / 1000 {
            let date = Date(timeIntervalSince1970: TimeInterval(second))
            let found = rules.offset(at: Timestamp(milliseconds: second * 1000))
            try #require(Int(found) == zone.secondsFromGMT(for: date), "\(name) at \(second)")
            second += 4 * 3600 + 600
        }
    }

    @Test("The days of a house begin by its zone's clocks")
    func days() throws {
        let rules = try Self.rules(Self.file([], rule: "EST5EDT,M3.2.0,M11.1.0"))
        let zone = HouseZone(rules)
        let day = try #require(CivilDate(slice("2026-03-08")))
        #expect(zone.start(of: day) == instant("2026-03-08T05:00:00Z"))
        #expect(zone.end(of: day) == instant("2026-03-09T04:00:00Z"))
        #expect(instant("2026-03-09T03:59:59Z").date(in: zone) == day)
        #expect(zone != .utc && zone == HouseZone(rules))
    }
}
