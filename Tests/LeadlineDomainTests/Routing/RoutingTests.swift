import LeadlineDomain
import Testing

/// A partner in the form of a table row.
private struct Row {
    var id: UInt64
    var covers: String
    var state: PartnerState = .active
    var weight: UInt32 = 1
    var capacity: UInt32?
    var open: UInt32 = 0
    var recent: UInt32 = 0
    var last: String?

    /// `covers` is a list of `service area` pairs, a comma between.
    var partner: RoutedPartner {
        let coverage = covers.split(separator: ",").map { pair -> Coverage in
            let words = pair.split(separator: " ").map(String.init)
            return Coverage(
                partner: PartnerID(raw: id), service: Text(words.first ?? ""),
                area: area(words.last ?? ""))
        }
        return RoutedPartner(
            id: PartnerID(raw: id), state: state, weight: weight, capacity: capacity, open: open,
            recent: recent, lastAssigned: last.map(instant), coverage: coverage)
    }
}

private func lead(
    _ service: Text?, _ areas: String = "", zip: String? = nil, country: String? = nil,
    declined: [UInt64] = []
) throws -> RoutedLead {
    RoutedLead(
        service: service, areas: areas.split(separator: " ").map { area(String($0)) },
        zip: try zip.map { try Zip.parse(slice($0), in: .us) },
        country: country.flatMap { CountryCode(slice($0)) },
        declined: declined.map { PartnerID(raw: $0) })
}

private func route(_ lead: RoutedLead, owner: UInt64? = nil, _ rows: [Row]) -> Routing {
    Routing.route(
        lead, owner: owner.map { PartnerID(raw: $0) }, among: rows.map(\.partner),
        regions: .usual)
}

/// The ranked partners in order, then the dropped ones behind a bar: `2 1 | 3`.
private func order(_ routing: Routing) -> String {
    let kept = routing.candidates.filter(\.kept).map { "\($0.partner.raw)" }
    let dropped = routing.candidates.filter { !$0.kept }.map { "\($0.partner.raw)" }
    return (kept + ["|"] + dropped).joined(separator: " ")
}

@Suite struct RoutingTests {
    @Test func fourEqualPartnersAndSixLeadsGive123412() throws {
        var rows = (1...4).map { Row(id: UInt64($0), covers: "payroll US") }
        var given: [UInt64] = []
        for minute in 0..<6 {
            let choice = try #require(route(try lead("payroll", country: "US"), rows).choice)
            given.append(choice.raw)
            let index = Int(choice.raw) - 1
            rows[index].open += 1
            rows[index].recent += 1
            rows[index].last = "2026-11-21T17:0\(minute):00Z"
        }
        #expect(given == [1, 2, 3, 4, 1, 2])
    }

    @Test func theExampleOfThreePartners() throws {
        let rows = [
            Row(id: 1, covers: "setup ASEAN,setup EMEA,payroll ASEAN,payroll EMEA"),
            Row(id: 2, covers: "setup JP,payroll JP"),
            Row(id: 3, covers: "hr HK"),
        ]
        let payroll = route(try lead("payroll", "ASEAN JP"), rows)
        #expect(order(payroll) == "2 1 |")
        #expect(payroll.candidates.map(\.rank) == [1, 2])
        #expect(payroll.candidates.map(\.level) == [.country, .region])
        #expect(payroll.choice == PartnerID(raw: 2))
        #expect(payroll.whyNobody == nil)
        let hr = route(try lead("hr", "JP"), rows)
        #expect(hr.candidates.isEmpty)
        #expect(hr.choice == nil)
        #expect(hr.whyNobody == "nobody covers hr in JP")
    }

    @Test func theNarrowestLevelWinsWhateverTheLoad() throws {
        var rows = [
            Row(id: 1, covers: "x *"), Row(id: 2, covers: "x AMER"), Row(id: 3, covers: "x US"),
            Row(id: 4, covers: "x US-CA"), Row(id: 5, covers: "x US-90210", open: 9, recent: 9),
        ]
        let routed = try lead("x", zip: "90210", country: "US")
        #expect(order(route(routed, rows)) == "5 4 3 2 1 |")
        rows[4].state = .paused
        #expect(order(route(routed, rows)) == "4 3 2 1 | 5")
        #expect(route(routed, rows).choice == PartnerID(raw: 4))
    }

    @Test func aPartnerStandsAtItsNarrowestMatchingArea() throws {
        let rows = [
            Row(id: 1, covers: "x US-CA"), Row(id: 2, covers: "x *,x EMEA,y US-90210,x US"),
        ]
        let routing = route(try lead("x", zip: "90210"), rows)
        #expect(order(routing) == "1 2 |")
        #expect(routing.candidates.last?.level == .country)
    }

    @Test func aZIPGoesToItsOwnerAndToNobodyElse() throws {
        let rows = [
            Row(id: 1, covers: "payroll US-90210"), Row(id: 2, covers: "", open: 99, recent: 99),
            Row(id: 3, covers: "hr FR"),
        ]
        // Owning the ZIP is coverage for every service.
        let routing = route(try lead("payroll", zip: "90210"), owner: 2, rows)
        #expect(routing.choice == PartnerID(raw: 2))
        #expect(order(routing) == "2 | 1")
        #expect(routing.candidates.first?.level == .zip)
        #expect(routing.candidates.last?.reason == "ZIP 90210 belongs to P2")
    }

    @Test(arguments: [
        ("paused", "paused"), ("suspended", "suspended"), ("weight", "weight 0"),
        ("full", "full: 5 open of 5"), ("declined", "declined this lead"),
    ])
    func anOwnedZIPWaitsForAPersonWhenItsOwnerIsUnavailable(why: String, reason: String) throws {
        var owner = Row(id: 2, covers: "")
        switch why {
        case "paused": owner.state = .paused
        case "suspended": owner.state = .suspended
        case "weight": owner.weight = 0
        case "full": (owner.capacity, owner.open) = (5, 5)
        default: break
        }
        let routed = try lead("payroll", zip: "90210", declined: why == "declined" ? [2] : [])
        let routing = route(routed, owner: 2, [Row(id: 1, covers: "payroll *"), owner])
        #expect(routing.choice == nil)
        #expect(order(routing) == "| 1 2")
        #expect(
            routing.whyNobody == "ZIP 90210 belongs to P2, which is unavailable: \(reason)")
    }

    @Test func theOnlyZIPAmongTheAreasDecidesByOwnershipToo() throws {
        #expect(try lead("x", "US-90210").territory?.code == "90210")
        #expect(try lead("x", "US-90210 US-10001").territory == nil)
        #expect(try lead("x", "US-10001", zip: "90210").territory?.code == "90210")
        #expect(try lead("x", "US").territory == nil)
    }

    @Test func anUnknownOwnerLeavesTheLeadWaiting() throws {
        let routing = route(
            try lead("x", zip: "90210"), owner: 9, [Row(id: 1, covers: "x US")])
        #expect(routing.choice == nil)
        #expect(routing.whyNobody?.contains("P9") == true)
    }

    @Test(arguments: [
        (PartnerState.active, true), (.paused, false), (.suspended, false), (.pending, false),
        (.declined, false),
    ])
    func onlyActivePartnersAreKept(state: PartnerState, kept: Bool) throws {
        let routing = route(
            try lead("x", "US"), [Row(id: 1, covers: "x US", state: state)])
        #expect(routing.candidates.map(\.kept) == [kept])
        #expect((routing.choice != nil) == kept)
        if !kept {
            #expect(routing.candidates.first?.reason == state.text)
            #expect(
                routing.whyNobody == "all who cover it are unavailable: P1 \(state.word)")
        }
    }

    @Test func weightZeroIsNeverChosen() throws {
        let rows = [Row(id: 1, covers: "x US", weight: 0), Row(id: 2, covers: "x *", open: 50)]
        let routing = route(try lead("x", "US"), rows)
        #expect(order(routing) == "2 | 1")
        #expect(routing.candidates.last?.reason == "weight 0")
    }

    @Test(
        arguments: [
            (nil, 1_000_000, true), (0, 0, false), (1, 0, true), (1, 1, false), (3, 2, true),
            (3, 3, false), (3, 4, false),
        ] as [(UInt32?, UInt32, Bool)])
    func capacityBoundsTheOpenLeads(capacity: UInt32?, open: UInt32, kept: Bool) throws {
        let row = Row(id: 1, covers: "x US", capacity: capacity, open: open, recent: 99)
        #expect(route(try lead("x", "US"), [row]).candidates.map(\.kept) == [kept])
    }

    @Test func aDeclinerIsNeverOfferedTheLeadAgain() throws {
        let rows = [Row(id: 1, covers: "x US"), Row(id: 2, covers: "x US", open: 9)]
        #expect(order(route(try lead("x", "US", declined: [1]), rows)) == "2 | 1")
        let nobody = route(try lead("x", "US", declined: [1, 2]), rows)
        #expect(
            nobody.whyNobody
                == "all who cover it are unavailable: P1 declined this lead, P2 declined this lead")
    }

    @Test(arguments: [
        ("x", "", "4"), ("x", "US-CA", "2 1 4"), ("x", "DE", "4"), ("X", "US", "1 4"),
        ("y", "US", "3"), ("z", "US", ""), ("", "US", "1 3 4"), ("", "", "4"),
    ])
    func serviceAndPlaceDecideWhoIsUp(
        service: String, areas: String, expected: String
    ) throws {
        let rows = [
            Row(id: 1, covers: "x US"), Row(id: 2, covers: "x US-CA"), Row(id: 3, covers: "y US"),
            Row(id: 4, covers: "x *"),
        ]
        let routing = route(try lead(service.isEmpty ? nil : Text(service), areas), rows)
        let ids = routing.candidates.map { "\($0.partner.raw)" }.joined(separator: " ")
        #expect(ids == expected)
    }

    @Test func withoutAreaZIPOrCountryOnlyEverywhereCovers() throws {
        let routing = route(try lead("x"), [Row(id: 1, covers: "x US,x EMEA")])
        #expect(routing.whyNobody == "nobody covers x in *")
    }

    @Test(
        arguments: [
            // Lowest load by weight: 3/1 and 5/2; 2/3 and 1/1; equal shares 2/1 and 4/2 by id.
            (3, 1, nil, 5, 2, nil, "2 1 |"), (2, 3, nil, 1, 1, nil, "1 2 |"),
            (2, 1, nil, 4, 2, nil, "1 2 |"),
            // Then longest since the last assignment; never is longest.
            (1, 1, "2026-11-21T17:00:00Z", 1, 1, "2026-11-20T17:00:00Z", "2 1 |"),
            (1, 1, "2026-11-21T17:00:00Z", 1, 1, nil, "2 1 |"),
            (1, 1, nil, 1, 1, "0001-01-01T00:00:00Z", "1 2 |"),
            (1, 1, "2026-11-21T17:00:00Z", 1, 1, "2026-11-21T17:00:00Z", "1 2 |"),
        ] as [(UInt32, UInt32, String?, UInt32, UInt32, String?, String)])
    func withinALevelLoadByWeightThenAgeThenID(
        load1: UInt32, weight1: UInt32, last1: String?, load2: UInt32, weight2: UInt32,
        last2: String?, expected: String
    ) throws {
        let rows = [
            Row(id: 1, covers: "x US", weight: weight1, open: load1, last: last1),
            Row(id: 2, covers: "x US", weight: weight2, recent: load2, last: last2),
        ]
        #expect(order(route(try lead("x", "US"), rows)) == expected)
    }

    @Test func openLeadsAndRecentAssignmentsBothCount() throws {
        let rows = [
            Row(id: 1, covers: "x US", open: 2, recent: 2), Row(id: 2, covers: "x US", open: 3),
        ]
        #expect(order(route(try lead("x", "US"), rows)) == "2 1 |")
    }

    @Test func theLargestLoadsAndWeightsAreComparedExactly() throws {
        let most = UInt32.max
        // 2^33 − 2 over 2^32 − 1 is exactly 2; over 2^32 − 2 it is a little more.
        let rows = [
            Row(id: 1, covers: "x US", weight: most - 1, open: most, recent: most),
            Row(id: 2, covers: "x US", weight: most, open: most, recent: most),
            Row(id: 3, covers: "x US", weight: 1, open: 2),
        ]
        #expect(order(route(try lead("x", "US"), rows)) == "2 3 1 |")
    }

    @Test func sharesFollowWeights() throws {
        var rows = [
            Row(id: 1, covers: "x US"), Row(id: 2, covers: "x US", weight: 2),
            Row(id: 3, covers: "x US", weight: 3),
        ]
        var given: [UInt64: Int] = [:]
        for _ in 0..<600 {
            let choice = try #require(route(try lead("x", "US"), rows).choice)
            given[choice.raw, default: 0] += 1
            rows[Int(choice.raw) - 1].recent += 1
        }
        #expect(given == [1: 100, 2: 200, 3: 300])
    }

    @Test func theOrderOfTheInputDoesNotMatter() throws {
        let seed: UInt64 = 3
        var random = SeededGenerator(seed: seed)
        let areas = ["US", "US-CA", "AMER", "*", "US-90210"]
        let rows = (1...40).map { id in
            Row(
                id: UInt64(id), covers: "x \(areas.randomElement(using: &random) ?? "*")",
                state: Bool.random(using: &random) ? .active : .paused,
                weight: UInt32.random(in: 0...2, using: &random),
                open: UInt32.random(in: 0...3, using: &random))
        }
        let routed = try lead("x", zip: "90210", country: "US")
        let expected = route(routed, rows)
        #expect(expected.candidates.count == 40)
        for _ in 0..<50 {
            #expect(route(routed, rows.shuffled(using: &random)) == expected, "seed \(seed)")
        }
        #expect(route(routed, owner: 7, rows) == route(routed, owner: 7, rows.reversed()))
    }

    @Test func ranksAreCountedFrom1WithoutGaps() throws {
        let rows = (1...5).map {
            Row(id: UInt64($0), covers: "x US", state: $0 == 3 ? .paused : .active)
        }
        let routing = route(try lead("x", "US"), rows)
        #expect(routing.candidates.map(\.rank) == [1, 2, 3, 4, nil])
        #expect(routing.candidates.first?.reason == "covers US (country), load 0 by weight 1")
        #expect(routing.candidates.last?.reason == "paused")
    }

    @Test func manyReasonsAreCutShort() throws {
        let rows = (1...7).map { Row(id: UInt64($0), covers: "x US", state: .paused) }
        let why = route(try lead("x", "US"), rows).whyNobody
        #expect(why?.hasSuffix("P5 paused and 2 more") == true)
    }

    @Test func aLeadsRecordIsRoutedByItsFields() throws {
        var record = Lead(
            id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .employee, submitter: "default", created: .earliest)
        record.service = "x"
        record.areas = [area("DE")]
        record.zip = try Zip.parse(slice("90210"), in: .us)
        record.country = .us
        record.declined = [PartnerID(raw: 4)]
        let routed = RoutedLead(record)
        #expect(routed.places.map(\.text) == ["DE", "US-90210", "US"])
        #expect(routed.declined == [PartnerID(raw: 4)])
        var partner = Partner(
            id: PartnerID(raw: 5), name: "P", currency: .usd, created: .earliest)
        partner.weight = 3
        let facts = RoutedPartner(
            partner, open: 1, recent: 2, lastAssigned: nil,
            coverage: [Coverage(partner: partner.id, service: "x", area: area("DE"))])
        let routing = Routing.route(routed, owner: nil, among: [facts], regions: .usual)
        #expect(routing.candidates.map(\.reason) == ["covers DE (country), load 3 by weight 3"])
    }
}
