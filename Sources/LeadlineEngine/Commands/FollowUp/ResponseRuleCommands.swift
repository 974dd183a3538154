import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// How long answers may take, and who is late.
    static let followUp: [Command] = [
        .write(
            "SLA.SET", "Says how long a review, acceptance, first contact or report may take.",
            group: .assignment, by: .desk, reach: .house, kind: .create, events: [.slaSet],
            Positional<Choice<ResponseStage>>("stage"), Positional<ResponseTarget>("target"),
            Keyword<Rate>("WARN"), Keyword<ServiceName>("SERVICE"), Keyword<TierName>("TIER"),
            run: slaSet),
        .write(
            "SLA.DEL", "Takes such a rule back; clocks that run go on.",
            group: .assignment, by: .desk, reach: .house, kind: .create, events: [.slaDeleted],
            Positional<Choice<ResponseStage>>("stage"), Keyword<ServiceName>("SERVICE"),
            Keyword<TierName>("TIER"), run: slaDelete),
        .scan(
            "SLA.LIST", "Lists how long answers may take.", group: .assignment, by: .house,
            reach: .house, Keyword<PageLimit>("LIMIT"), Keyword<ResponseRuleCursor>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: slaList),
        .scan(
            "OVERDUE", "Lists the leads whose answer is late, the most overdue first.",
            group: .assignment, by: .readers, reach: .leads, OverdueQuery.form, run: overdue),
    ]
}

extension EventType {
    static let slaSet = EventType("sla.set", fields: ["service", "tier"])
    static let slaDeleted = EventType("sla.deleted", fields: ["service", "tier"])
}

extension ResponseTarget: Argument {
    static var typeName: String { "target" }
    init(argument: Bytes) throws(ValueFault) { self = try ResponseTarget.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Where the list of rules goes on: `accept`, `accept/service/payroll` or `accept/tier/gold`.
struct ResponseRuleCursor: Argument {
    static var typeName: String { "cursor" }
    let id: ResponseRuleID

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.split(separator: UInt8(ascii: "/"), maxSplits: 2)
        let stage = parts.first.flatMap { ResponseStage(word: $0) }
        switch (stage, parts.count) {
        case (let stage?, 1): id = ResponseRuleID(stage: stage, scope: .any)
        case (let stage?, 3) where parts[1].matches("service"):
            id = ResponseRuleID(stage: stage, scope: .service(Text(parts[2])))
        case (let stage?, 3) where parts[1].matches("tier"):
            id = ResponseRuleID(stage: stage, scope: .tier(Text(parts[2])))
        default: throw ValueFault("\(argument.quoted) is not a cursor of this list")
        }
    }

    static func text(_ id: ResponseRuleID) -> Text {
        switch id.scope {
        case .any: id.stage.text
        case .service(let name): Text("\(id.stage.word)/service/\(name)")
        case .tier(let name): Text("\(id.stage.word)/tier/\(name)")
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(Self.text(id).bytes)
    }
}

/// The documented fields of a rule.
enum ResponseRuleFields {
    static let table = FieldTable<ResponseRule>([
        EntityField("stage") { .word(StaticWord($0.stage.word)) },
        EntityField("target") { .text($0.target.text) },
        EntityField("warn") { .text($0.warnShare.text) },
        EntityField("service") { rule in
            if case .service(let name) = rule.scope { .text(name) } else { .null }
        },
        EntityField("tier") { rule in
            if case .tier(let name) = rule.scope { .text(name) } else { .null }
        },
    ])

    /// What an event says beside its subject, the stage, and which leads the rule is for.
    fileprivate static let event = FieldTable<ResponseRule>(table.columns(["target", "warn"]))
}

/// The columns of SLA.LIST.
enum ResponseRuleColumns: PageColumns {
    static let standard = ResponseRuleFields.table.fields
}

private func scope(
    _ service: ServiceName?, _ tier: TierName?
) throws(Rejection) -> ResponseRule.Scope {
    switch (service, tier) {
    case (nil, nil): return .any
    case (let service?, nil): return .service(service.text)
    case (nil, let tier?): return .tier(tier.text)
    case (.some, .some): throw .syntax("SERVICE and TIER exclude each other")
    }
}

private func slaSet(
    tx: inout Transaction, stage: Choice<ResponseStage>, target: ResponseTarget, warn: Rate?,
    service: ServiceName?, tier: TierName?
) throws(Rejection) -> Done {
    let scope = try scope(service, tier)
    if let warn, warn.millionths == 0 || warn.millionths == 1_000_000 {
        throw .invalid("warn", "\(warn.text) is not between 0% and 100%")
    }
    if tx.settings.areServicesClosed, let service {
        try tx.changes.view.requireService(service.text)
    }
    if let tier { _ = try tx.changes.view.tierName(tier.text) }
    let id = ResponseRuleID(stage: stage.value, scope: scope)
    let old = tx.changes.view.get(Schema.responseRules.table, id)
    let new = ResponseRule(
        stage: stage.value, scope: scope, target: target,
        warnShare: warn ?? old?.warnShare ?? ResponseRule.usualWarnShare)
    guard new != old else { return Done() }
    tx.followUps.open()
    tx.changes.put(Schema.responseRules.table, new)
    tx.record(
        .slaSet, EventSubject(name: new.stage.text), ResponseRuleFields.event, from: old, to: new,
        extra: new.scope.data)
    return Done()
}

private func slaDelete(
    tx: inout Transaction, stage: Choice<ResponseStage>, service: ServiceName?, tier: TierName?
) throws(Rejection) -> Done {
    let scope = try scope(service, tier)
    let id = ResponseRuleID(stage: stage.value, scope: scope)
    guard tx.changes.delete(Schema.responseRules.table, id) else {
        throw Rejection(.notFound, "no SLA for '\(ResponseRuleCursor.text(id))'")
    }
    tx.record(.slaDeleted, EventSubject(name: stage.value.text), data: scope.data)
    return Done()
}

extension ResponseRule.Scope {
    fileprivate var data: EventData {
        var data = EventData()
        switch self {
        case .any: break
        case .service(let name): data.member("service", .text(name))
        case .tier(let name): data.member("tier", .text(name))
        }
        return data
    }
}

private func slaList(
    reader: inout Reader, limit: PageLimit?, after: ResponseRuleCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<ResponseRule, ResponseRuleColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try ResponseRuleFields.table.columns(chosen: list.words)
    }
    let listing = Listing<ResponseRule, ResponseRuleID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.responseRules.table, after: position, limit: count)
    } keep: { _, _ in
        true
    }
    return RecordPage(
        page.rows, next: page.next.map { ResponseRuleCursor.text($0) }, columns: columns)
}
