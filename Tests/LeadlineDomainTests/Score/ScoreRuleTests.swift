import LeadlineDomain
import Testing

@Suite("Score rules") struct ScoreRuleTests {
    private func fault(
        name: Text = "r", field: Text = "service", _ comparison: ScoreOperator = .equals,
        value: Text = "x", points: Int32 = 5, group: ScoreGroup = .fit, cap: Int32? = nil,
        halfLife: Seconds? = nil
    ) -> String? {
        let rule = ScoreRule(
            name: name, field: field, comparison: comparison, value: value, points: points,
            group: group, cap: cap, halfLife: halfLife)
        do throws(ScoreFault) {
            try rule.check()
            return nil
        } catch { return error.part }
    }

    @Test("what is wrong is told with the part that is at fault")
    func faults() {
        #expect(fault() == nil)
        #expect(fault(name: "") == "name")
        #expect(fault(name: "cap") == "name")
        #expect(fault(field: "servce") == "field")
        #expect(fault(field: "fields.") == "field")
        #expect(fault(.above) == "op")
        #expect(fault(field: "value", .contains) == "op")
        #expect(fault(field: "created", .equals) == "op")
        #expect(fault(field: "value", .above) == "value")
        #expect(fault(field: "created", .above, value: "2026-02-30") == "value")
        #expect(fault(field: "fields.a", .below) == "value")
        #expect(fault(field: "direction", value: "up") == "value")
        #expect(fault(points: 101) == "points")
        #expect(fault(points: -101) == "points")
        #expect(fault(cap: -1) == "cap")
        #expect(fault(cap: 101) == "cap")
    }

    @Test("only engagement with a time fades, in a day to ten years")
    func halfLives() {
        let month = Seconds(30 * 86_400)
        #expect(fault(field: "remarks", .above, value: "1", halfLife: month) == "halflife")
        #expect(fault(group: .engagement, halfLife: month) == "halflife")
        #expect(
            fault(field: "remarks", .above, value: "1", group: .engagement, halfLife: month)
                == nil)
        let outside: [Int64] = [0, 86_399, 3650 * 86_400 + 1]
        for seconds in outside {
            #expect(
                fault(
                    field: "remarks", .above, value: "1", group: .engagement,
                    halfLife: Seconds(seconds)) == "halflife")
        }
    }

    @Test("every fact is named by its word, and a custom field by its path")
    func fields() {
        for fact in ScoreFact.allCases {
            #expect(ScoreField(fact.text.asciiUppercased) == .fact(fact))
            #expect(ScoreField(fact.text)?.text == fact.text)
        }
        #expect(ScoreField("Fields.Shoe Size") == .custom("Shoe Size"))
        #expect(ScoreField("Fields.Shoe Size")?.text == "fields.Shoe Size")
        #expect(ScoreField("") == nil)
    }
}
