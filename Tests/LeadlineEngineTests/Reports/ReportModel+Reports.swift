import LeadlineDomain

@testable import LeadlineEngine

// The rows of each report as they are expected, cells parted by tabulators.
extension ReportModel {
    /// What happened on a day, and to which lead.
    private typealias Happening = (told: Told, at: Timestamp, what: String)

    private func happenings(_ told: Told) -> [Happening] {
        let lead = told.lead
        var all: [Happening] = [(told, lead.created, "registered")]
        if let at = told.offered { all.append((told, at, "offered")) }
        if let at = told.accepted { all.append((told, at, "accepted")) }
        if let at = told.contacted { all.append((told, at, "contacted")) }
        if let at = lead.closed { all.append((told, at, Self.outcome(lead))) }
        return all
    }

    private static func outcome(_ lead: Lead) -> String {
        switch lead.status {
        case .won: "won"
        case .lost, .unqualified, .expired: "lost"
        case .rejected, .withdrawn: "dropped"
        default: "open"
        }
    }

    /// Everything that happened, by stretch.
    private func happened(usually: String? = nil) -> [String: [Happening]] {
        var stretches: [String: [Happening]] = [:]
        for happening in leads.flatMap({ happenings($0) }) {
            guard let period = period(happening.at, usually: usually) else { continue }
            stretches[period, default: []].append(happening)
        }
        return stretches
    }

    private func registered() -> [String: [Told]] {
        var stretches: [String: [Told]] = [:]
        for told in leads {
            guard let period = period(told.lead.created) else { continue }
            stretches[period, default: []].append(told)
        }
        return stretches
    }

    // MARK: - The reports

    func funnel() -> [String] {
        var stretches = registered()
        if stretches.isEmpty, question.by == nil { stretches["\\N"] = [] }
        let words = ["registered", "offered", "accepted", "contacted", "quoted", "won"]
        return stretches.sorted { $0.key < $1.key }.flatMap { period, all in
            (0...5).map { stage in
                let here = all.filter { $0.reached == stage }
                let passed = all.filter { $0.reached >= stage }.count
                let before = stage == 0 ? 0 : all.filter { $0.reached >= stage - 1 }.count
                let open = here.filter { Self.outcome($0.lead) == "open" }
                let won = here.filter { Self.outcome($0.lead) == "won" }
                var purse = Purse()
                for told in open + won { purse.add(told.lead, on: told.lead.created) }
                return [
                    period, words[stage], "\(passed)", Self.percent(passed, all.count),
                    Self.percent(passed, before), "\(open.count)",
                    "\(here.count - open.count - won.count)", purse.text, "USD",
                    Self.list(purse.rates),
                ].joined(separator: "\t")
            }
        }
    }

    /// The rows of a report on what has become of leads: `group` is what a lead belongs to,
    /// `declined` who declined it, and `details` are the cells behind the group's name.
    func cohort(
        showsNothing: Bool = false, declined: (Lead) -> [String] = { _ in [] },
        details: (String) -> [String] = { _ in [] }, _ group: (Lead) -> String?
    ) -> [String] {
        struct Row {
            var all: [Told] = []
            var declined = 0
        }
        var rows: [[String]: Row] = [:]
        for told in leads {
            guard let period = period(told.lead.created) else { continue }
            guard let name = group(told.lead) ?? (showsNothing ? "\\N" : nil) else { continue }
            rows[[period, name], default: Row()].all.append(told)
        }
        for told in all {
            guard let period = period(told.lead.created) else { continue }
            for name in declined(told.lead) { rows[[period, name], default: Row()].declined += 1 }
        }
        let sorted = rows.sorted { left, right in
            let nothing = (left.key[1] == "\\N", right.key[1] == "\\N")
            if left.key[0] != right.key[0] { return left.key[0] < right.key[0] }
            if nothing.0 != nothing.1 { return nothing.1 }
            let counts = (left.value.all.count, right.value.all.count)
            return counts.0 == counts.1 ? left.key[1] < right.key[1] : counts.0 > counts.1
        }
        return sorted.map { key, row in
            (key + details(key[1]) + Self.cells(row.all, declined: row.declined))
                .joined(separator: "\t")
        }
    }

    private static func cells(_ all: [Told], declined: Int) -> [String] {
        func passed(_ stage: Int) -> String { "\(all.filter { $0.reached >= stage }.count)" }
        func having(_ word: String) -> [Told] { all.filter { outcome($0.lead) == word } }
        var won = Purse()
        var open = Purse()
        for told in having("won") { won.add(told.lead, on: told.lead.created) }
        for told in having("open") { open.add(told.lead, on: told.lead.created) }
        let seconds = having("won").map {
            Self.seconds($0.lead.created, $0.lead.closed ?? $0.lead.created)
        }
        let wins = having("won").count
        return [
            "\(all.count)", passed(1), passed(2), passed(3), passed(4), "\(wins)",
            "\(having("lost").count)", "\(having("dropped").count)", "\(having("open").count)",
            "\(declined)", percent(wins, all.count), won.text, open.text, Self.unsold, "USD",
            mean(seconds.reduce(0, +), wins, 86_400), list(won.rates + open.rates),
        ]
    }

    func trend() -> [String] {
        happened(usually: "month").sorted { $0.key < $1.key }.map { period, all in
            func count(_ what: String) -> String { "\(all.filter { $0.what == what }.count)" }
            var purse = Purse()
            var seconds = 0
            for one in all where one.what == "won" {
                purse.add(one.told.lead, on: one.at)
                seconds += Self.seconds(one.told.lead.created, one.at)
            }
            let words = [
                "registered", "offered", "accepted", "contacted", "won", "lost", "dropped",
            ]
            let wins = all.filter { $0.what == "won" }.count
            return
                ([period] + words.map(count) + [
                    purse.text, Self.unsold, "USD", Self.mean(seconds, wins, 86_400),
                    Self.list(purse.rates),
                ]).joined(separator: "\t")
        }
    }

    func responses() -> [String] {
        var stretches = happened()
        for (period, all) in stretches {
            let kept = all.filter {
                $0.what == "accepted" || $0.what == "contacted"
                    || $0.what == "offered" && $0.told.lead.direction == .out
            }
            stretches[period] = kept.isEmpty ? nil : kept
        }
        if stretches.isEmpty, question.by == nil { stretches["\\N"] = [] }
        return stretches.sorted { $0.key < $1.key }.flatMap { period, all in
            [
                ("offered", "review"), ("accepted", "accept"), ("contacted", "contact"),
                ("none", "update"),
            ].map { what, word in
                let answers = all.filter { one in
                    one.what == what && (what != "offered" || one.told.lead.direction == .out)
                }
                let seconds = answers.map { one in
                    let asked = one.told.offered ?? one.told.lead.created
                    let start =
                        what == "offered"
                        ? one.told.lead.created
                        : what == "accepted" ? asked : one.told.accepted ?? asked
                    return Self.seconds(start, one.at)
                }
                return [
                    period, word, "\(answers.count)",
                    Self.mean(seconds.reduce(0, +), answers.count, 3600), "0",
                ].joined(separator: "\t")
            }
        }
    }

    func leaderboard(_ names: [String: String]) -> [String] {
        happened().sorted { $0.key < $1.key }.flatMap { period, all in
            let won = all.filter { $0.what == "won" }
            let partners = Set(won.compactMap { partner(of: $0.told.lead).map { "\($0)" } })
            let rows = partners.map { name in
                let mine = all.filter { partner(of: $0.told.lead).map { "\($0)" } == name }
                var purse = Purse()
                for one in mine where one.what == "won" { purse.add(one.told.lead, on: one.at) }
                let wins = mine.filter { $0.what == "won" }.count
                return (name, wins, mine.filter { $0.what == "lost" }.count, purse)
            }
            let sorted = rows.sorted {
                let (left, right) = (Double($0.3.text) ?? 0, Double($1.3.text) ?? 0)
                if left != right { return left > right }
                return $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1
            }
            return sorted.enumerated().map { place, row in
                [
                    period, "\(place + 1)", row.0, names[row.0] ?? "\\N", "\(row.1)", "\(row.2)",
                    Self.percent(row.1, row.1 + row.2), row.3.text, Self.unsold, "USD",
                    Self.list(row.3.rates),
                ].joined(separator: "\t")
            }
        }
    }

    /// Whether a caller is told of fees: not an agent or advertiser, nor of some leads alone.
    private var fees: String {
        let isOfAll =
            question.by == nil && question.service == nil && question.direction == nil
            && question.owner == nil
        return isOfAll && (caller.role == .manager || caller.role == .partner) ? "0.00" : "\\N"
    }

    func reciprocity(_ names: [String: String]) -> [String] {
        happened().sorted { $0.key < $1.key }.flatMap { period, all in
            let told = all.filter { $0.what == "offered" || $0.what == "won" }
            let partners = Set(told.compactMap { partner(of: $0.told.lead).map { "\($0)" } })
            return partners.sorted().map { name in
                let mine = told.filter { partner(of: $0.told.lead).map { "\($0)" } == name }
                var cells = [period, name, names[name] ?? "\\N"]
                var purses: [Purse] = []
                for direction in [LeadlineDomain.Direction.out, .in] {
                    let way = mine.filter { $0.told.lead.direction == direction }
                    let won = way.filter { $0.what == "won" }
                    var purse = Purse()
                    for one in won { purse.add(one.told.lead, on: one.at) }
                    purses.append(purse)
                    cells += ["\(way.count - won.count)", "\(won.count)", purse.text]
                }
                let rates = Self.list(purses[0].rates + purses[1].rates)
                return (cells + [Self.difference(purses), "USD", fees, fees, rates])
                    .joined(separator: "\t")
            }
        }
    }

    /// Nothing is sold in these histories: `RevenueModelTests` are of what is.
    static let unsold = "0\t0.00\t0.00"

    private static func difference(_ purses: [Purse]) -> String {
        let cents = purses.map { Int($0.text.filter { $0 != "." }) ?? 0 }
        let minor = cents[0] - cents[1]
        let part = String(abs(minor) % 100 + 100).dropFirst()
        return "\(minor < 0 ? "-" : "")\(abs(minor) / 100).\(part)"
    }
}
