import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// A year of random work in two zones, told to the server and to the model alike.
private struct FollowUpYear {
    private var random: SeededGenerator
    private var model: FollowUpModel
    private let harness: EngineHarness
    /// Minutes since 1970.
    private var now = Int(EngineHarness.start.milliseconds / 60_000)
    private let end: Int
    private(set) var restarts = 0

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        harness = try EngineHarness()
        end = now + 366 * 1440
        let west = try #require(TimeZone(identifier: "America/New_York"))
        let south = try #require(TimeZone(identifier: "Australia/Lord_Howe"))
        let utc = try #require(TimeZone(identifier: "UTC"))
        model = FollowUpModel(
            workers: [
                .init(zone: utc, weekdays: Set(0...6), spans: [0..<1440]),
                .init(zone: west, weekdays: Set(0...4), spans: [540..<720, 780..<1020]),
                .init(zone: south, weekdays: [0, 1, 2, 3, 4, 6], spans: [480..<990]),
                .init(zone: west, weekdays: Set(0...6), spans: [0..<1440]),
            ],
            targets: [
                .review: .init(minutes: 600), .accept: .init(minutes: 240),
                .contact: .init(minutes: 2880, isInDays: true), .update: .init(minutes: 1200),
            ])
        let hours = [
            "TIMEZONE America/New_York HOURS \"Mon-Fri 09:00-12:00,13:00-17:00\"",
            "TIMEZONE Australia/Lord_Howe HOURS \"Sun-Fri 08:00-16:30\"",
            "TIMEZONE America/New_York HOURS \"Mon-Sun 00:00-24:00\"",
        ]
        for line in hours { harness.run("PARTNER.NEW NAME Somebody \(line)") }
        for line in ["review 10h", "accept 240m", "contact 2d", "update 20h"] {
            harness.run("SLA.SET \(line)")
        }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private func say(_ line: String) throws {
        let reply = harness.last(line)
        try #require(!reply.hasPrefix("-"), "\(line) → \(reply)")
    }

    mutating func run() throws {
        while now < end {
            for _ in 0..<number(1...4) { try act() }
            // Mostly hours, at times a downtime of days.
            now += number(0...9) == 0 ? number(1440...6000) : number(10...2000)
            let time = Timestamp(milliseconds: Int64(now) * 60_000)
            if number(0...11) == 0 {
                try harness.restart(at: time)
                restarts += 1
            } else {
                try say("DEBUG CLOCK SET \(time.text)")
            }
            model.fire(at: now)
        }
    }

    private mutating func act() throws {
        let index =
            model.rows.isEmpty ? 0 : number(max(0, model.rows.count - 12)...model.rows.count)
        guard index < model.rows.count else {
            try say("LEAD.NEW EMAIL a\(index)@b\(index).example")
            return model.add(at: now)
        }
        let lead = "L\(index + 1)"
        switch (model.rows[index].status, number(0...5)) {
        case (.withdrawn, _): try addHoliday()
        case (.new, 1...5), (.review, 1):
            let worker = number(1...3)
            try say("ASSIGN \(lead) P\(worker) FORCE yes")
            model.move(index, to: .review, worker: worker, at: now)
        case (.review, 2...5):
            try say("RELEASE \(lead)")
            model.move(index, to: .offered, at: now)
        case (.offered, 2...5):
            try say("ACCEPT \(lead)")
            model.move(index, to: .accepted, at: now)
        case (.offered, 1), (.accepted, 1):
            try say("UNASSIGN \(lead) REASON so")
            model.move(index, to: .new, at: now)
        case (.accepted, 2...4):
            try say("STATUS \(lead) contacted")
            model.move(index, to: .contacted, at: now)
        case (.contacted, 1):
            try say("STATUS \(lead) quoted")
            model.move(index, to: .quoted, at: now)
        case (.accepted, 5), (.contacted, 2...5), (.quoted, 1...5):
            try say("NOTE \(lead) word")
            model.report(index, at: now)
        default:
            try say("LEAD.WITHDRAW \(lead) REASON gone")
            model.move(index, to: .withdrawn, at: now)
        }
    }

    /// A day off of one of them in the weeks to come: for clocks that begin from now on.
    private mutating func addHoliday() throws {
        let worker = number(1...3)
        let day = model.workers[worker].day(now) + number(0...20)
        let date = try #require(CivilDate(daysSinceEpoch: Int64(day)))
        try say("HOLIDAY.ADD \(date.text) PARTNER P\(worker)")
        model.workers[worker].holidays.insert(day)
    }

    /// What the model told, and what the server did.
    func outcome() throws -> (model: [String], server: [String]) {
        var server: [String] = []
        var after = "0"
        while true {
            let lines = harness.run(
                "EVENTS AFTER \(after) TYPE lead.warned,lead.breached,lead.escalated "
                    + "COLUMNS seq,type,subject,actor,data LIMIT 1000")
            for line in lines.dropFirst().dropLast() {
                let cells = line.dropFirst().split(separator: "\t").map { String($0) }
                let data = try #require(
                    JSONSerialization.jsonObject(with: Data(cells[4].utf8)) as? [String: String])
                let due = try #require(
                    Timestamp(rfc3339: Array((data["due"] ?? "").utf8)[...]))
                try #require(cells[3] == "system")
                server.append(
                    "\(cells[2]) \(cells[1].dropFirst(5)) \(data["stage"] ?? "") "
                        + "\(due.milliseconds / 60_000)")
                after = cells[0]
            }
            guard let last = lines.last, last.contains("next=") else { break }
            after = String(last.split(separator: "=").last ?? "")
        }
        return (model.told, server)
    }

    /// Leads with the time their answer is due, as both have it.
    func dues() -> (model: [String], server: [String]) {
        var server: [String] = []
        var place = ""
        repeat {
            let lines = harness.run("LEAD.LIST SORT due COLUMNS id,due LIMIT 1000\(place)")
            server += lines.dropFirst().dropLast().filter { !$0.hasSuffix("\\N") }
            let next = lines.last?.split(separator: "=").dropFirst().last
            place = next.map { " AFTER \($0)" } ?? ""
        } while !place.isEmpty
        let waiting = model.rows.indices.compactMap { index in
            model.rows[index].clock.map { (due: $0.due, index: index) }
        }
        let sorted = waiting.sorted { ($0.due, $0.index) < ($1.due, $1.index) }
        let own = sorted.map { entry in
            let due = Timestamp(milliseconds: Int64(entry.due) * 60_000)
            return " L\(entry.index + 1)\t\(due.text)"
        }
        return (own, server)
    }

    func check() -> [String] { harness.run("CHECK DEEP") }
}

@Suite("A year of deadlines") struct FollowUpYearTests {
    @Test("in two zones, with holidays and restarts: each once, with its true time, in order")
    func year() throws {
        let base = ProcessInfo.processInfo.environment["LEADLINE_SEED"].flatMap { UInt64($0) }
        let seed = base ?? UInt64.random(in: 0...UInt64.max / 2)
        print("year of deadlines seed \(seed)")
        for history in 0..<UInt64(2) {
            var year = try FollowUpYear(seed: seed &+ history)
            try year.run()
            let (model, server) = try year.outcome()
            #expect(model.count > 300 && year.restarts > 5)
            let first = zip(model, server).first { $0 != $1 }
            try #require(
                model == server,
                """
                seed \(seed &+ history): \(model.count) and \(server.count), \
                first \(first.map { "\($0)" } ?? "none")
                """)
            let dues = year.dues()
            #expect(dues.model == dues.server, "seed \(seed &+ history)")
            #expect(year.check() == ["# check\tsubject\tproblem", "+OK 0"])
        }
    }
}
