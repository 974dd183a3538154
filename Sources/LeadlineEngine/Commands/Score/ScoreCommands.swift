import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// The score of leads: its rules, what people judge, and how it came about.
    static let score: [Command] = [
        .scan(
            "SCORE", "Explains a lead's score, point by point; the last row is the total.",
            group: .lead, by: .house, reach: .lead("lead"), Positional<LeadReference>("lead"),
            run: explainScore),
        .write(
            "SCORE.SET", "Sets a rule of the score: points for leads of which something is so.",
            group: .lead, by: .desk, reach: .house, kind: .create, events: [.scoreSet],
            Positional<ScoreRuleName>("rule"), RequiredKeyword<Text>("FIELD"),
            RequiredKeyword<Choice<ScoreOperator>>("OP"), RequiredKeyword<Text>("VALUE"),
            RequiredKeyword<ScorePoints>("POINTS"), Keyword<Choice<ScoreGroup>>("GROUP"),
            Keyword<ScorePoints>("CAP"), Keyword<Seconds>("HALFLIFE"), run: setScoreRule),
        .scan(
            "SCORE.LIST", "Lists the rules of the score by name.", group: .lead, by: .house,
            reach: .house, Keyword<PageLimit>("LIMIT"), Keyword<ScoreRuleName>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: listScoreRules),
        .write(
            "SCORE.DEL", "Deletes a rule of the score.", group: .lead, by: .desk, reach: .house,
            kind: .create, events: [.scoreDeleted], Positional<ScoreRuleName>("rule"),
            run: deleteScoreRule),
        .write(
            "QUALIFY", "Judges how far a lead's need is qualified, 0 to 25 points a criterion.",
            group: .lead, by: .staff, reach: .lead("lead"), kind: .update,
            events: [.leadAssessed],
            Positional<LeadReference>("lead"), Keyword<Clearable<CriterionPoints>>("BUDGET"),
            Keyword<Clearable<CriterionPoints>>("AUTHORITY"),
            Keyword<Clearable<CriterionPoints>>("NEED"),
            Keyword<Clearable<CriterionPoints>>("TIMELINE"), run: qualify),
    ]
}

// MARK: - Explaining

/// The columns of SCORE.
enum ScoreColumns: PageColumns {
    static let standard: [EntityField<Scoring.Line>] = [
        EntityField("rule") { .text($0.rule) },
        EntityField("group") { line in
            line.group.map { .word(StaticWord($0.word)) } ?? .null
        },
        EntityField("points") { .integer(Int64($0.points)) },
    ]
}

private func explainScore(
    reader: inout Reader, reference: LeadReference
) throws(Rejection) -> RecordPage<Scoring.Line, ScoreColumns> {
    let lead = try reader.lead(reference)
    let kept = reader.view.get(Schema.assessments.table, lead.id)
    let card = reader.view.scorecard()
    let scoring = reader.view.scoring(
        of: lead, kept ?? Assessment(lead.id), card, at: reader.now)
    return RecordPage(scoring.lines + [Scoring.Line("total", nil, scoring.total)])
}

// MARK: - Rules

/// The columns of SCORE.LIST.
enum ScoreRuleColumns: PageColumns {
    static let standard =
        [EntityField<ScoreRule>("rule") { .text($0.name) }] + definition.fields

    /// All but the name, which events tell apart.
    static let definition = FieldTable<ScoreRule>([
        EntityField("group") { .word(StaticWord($0.group.word)) },
        EntityField("field") { .text($0.field) },
        EntityField("op") { .word(StaticWord($0.comparison.word)) },
        EntityField("value") { .text($0.value) },
        EntityField("points") { .integer(Int64($0.points)) },
        EntityField("cap") { rule in rule.cap.map { .integer(Int64($0)) } ?? .null },
        EntityField("halflife") { .optional($0.halfLife?.text) },
    ])
}

private func setScoreRule(
    tx: inout Transaction, name: ScoreRuleName, field: Text, comparison: Choice<ScoreOperator>,
    value: Text, points: ScorePoints, group: Choice<ScoreGroup>?, cap: ScorePoints?,
    halfLife: Seconds?
) throws(Rejection) -> Done {
    let field = try tx.scoreField(field.trimmed)
    let rule = ScoreRule(
        name: name.text, field: field.text, comparison: comparison.value,
        value: try tx.scoreValue(value.trimmed, of: field), points: points.number,
        group: group?.value ?? (halfLife == nil ? field.group : .engagement), cap: cap?.number,
        halfLife: halfLife)
    do throws(ScoreFault) {
        try rule.check()
    } catch { throw .invalid(error.part, error.reason) }
    let old = tx.changes.view.get(Schema.scoreRules.table, rule.id)
    guard rule != old else { return Done() }
    let most = EngineLimits.scoreRulesMax
    let count = tx.changes.view.ids(of: Schema.scoreRules.table, limit: most).count
    guard old != nil || count < most else {
        throw Rejection(.limit, "rule: at most \(most) rules", field: "rule")
    }
    tx.changes.put(Schema.scoreRules.table, rule)
    tx.renewScorecard()
    tx.record(
        .scoreSet, EventSubject(name: rule.name), ScoreRuleColumns.definition, from: old, to: rule)
    return Done()
}

extension Transaction {
    /// What a rule is to look at: a fact, `fields.NAME`, or a custom field that a form declares.
    fileprivate mutating func scoreField(_ name: Text) throws(Rejection) -> ScoreField {
        if let field = ScoreField(name) { return field }
        let forms = changes.view.rows(of: Schema.forms.table, limit: EngineLimits.scanRowsMax)
        if let declared = forms.lazy.compactMap({ $0.field(named: name) }).first {
            return .custom(declared.name)
        }
        let near = Nearest.word(to: name, among: ScoreFact.allCases.map { "\($0.word)" })
        let hint = near.map { (word: String) in "did you mean \(word)" }
        let path = "fields.NAME is a custom field that no form has"
        throw .invalid("field", "no field \(name.bytes.quoted); \(hint ?? path)")
    }

    /// The value as it is kept: a day of the house is its first instant where times are compared.
    fileprivate func scoreValue(_ value: Text, of field: ScoreField) throws(Rejection) -> Text {
        guard case .fact(let fact) = field, fact.kind == .time, let day = CivilDate(value.bytes)
        else { return value }
        return settings.zone.start(of: day).text
    }
}

private func deleteScoreRule(
    tx: inout Transaction, name: ScoreRuleName
) throws(Rejection) -> Done {
    guard tx.changes.delete(Schema.scoreRules.table, KeyText(name.text.bytes)) else {
        throw tx.changes.view.absent("rule", "\(name.text)")
    }
    tx.renewScorecard()
    tx.record(.scoreDeleted, EventSubject(name: name.text))
    return Done()
}

private func listScoreRules(
    reader: inout Reader, limit: PageLimit?, after: ScoreRuleName?, columns: WordList?
) throws(Rejection) -> RecordPage<ScoreRule, ScoreRuleColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try FieldTable(ScoreRuleColumns.standard).columns(chosen: list.words)
    }
    let listing = Listing<ScoreRule, KeyText>(
        limit: limit, after: after.map { KeyText($0.text.bytes) }
    ) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        view.rows(of: Schema.scoreRules.table, after: place, limit: count)
    } keep: { _, _ in
        true
    }
    return RecordPage(page.rows, next: page.next.map { Text($0.bytes) }, columns: columns)
}

// MARK: - Judging

private func qualify(
    tx: inout Transaction, reference: LeadReference, budget: Clearable<CriterionPoints>?,
    authority: Clearable<CriterionPoints>?, need: Clearable<CriterionPoints>?,
    timeline: Clearable<CriterionPoints>?
) throws(Rejection) -> NewVersion {
    let old = try tx.lead(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard budget != nil || authority != nil || need != nil || timeline != nil else {
        throw .syntax("nothing to judge for QUALIFY")
    }
    let kept = tx.changes.view.get(Schema.assessments.table, old.id) ?? Assessment(old.id)
    var judged = kept
    if let budget { judged.criteria.budget = budget.value?.number }
    if let authority { judged.criteria.authority = authority.value?.number }
    if let need { judged.criteria.need = need.value?.number }
    if let timeline { judged.criteria.timeline = timeline.value?.number }
    guard judged != kept else { return NewVersion(old.version) }
    tx.scores.open()
    tx.changes.put(Schema.assessments.table, judged)
    var lead = old
    tx.touch(&lead)
    tx.changes.put(Schema.leads.table, lead)
    tx.record(
        .leadAssessed, lead.houseSubject, LeadFields.table, from: old, to: lead,
        extra: EventData(from: kept.criteria, to: judged.criteria))
    return NewVersion(lead.version)
}

extension EventData {
    /// The criteria that are judged otherwise than before.
    fileprivate init(from old: Criteria, to new: Criteria) {
        self.init()
        let changes: [(StaticString, UInt8?, UInt8?)] = [
            ("budget", old.budget, new.budget), ("authority", old.authority, new.authority),
            ("need", old.need, new.need), ("timeline", old.timeline, new.timeline),
        ]
        for (name, before, after) in changes where before != after {
            member(name, from: Self.points(before), to: Self.points(after))
        }
    }

    private static func points(_ points: UInt8?) -> FieldValue {
        points.map { .integer(Int64($0)) } ?? .null
    }
}
