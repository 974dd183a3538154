import Foundation
import LeadlineDomain
import LeadlineStore

@testable import LeadlineEngine

/// The reports once more, the slow way: every lead and every event is looked at for each of them.
struct ReportModel {
    /// A lead with what its events tell of its way.
    struct Told {
        let lead: Lead
        var reached = 0
        var offered: Timestamp?
        var accepted: Timestamp?
        var contacted: Timestamp?
    }

    /// What is asked: a report's words, by keyword.
    struct Question {
        var by: String?
        var partner: String?
        var service: String?
        var direction: String?
        var owner: String?
        var tier: String?
        var since: String?
        var until: String?

        var words: String {
            let pairs = [
                ("BY", by), ("PARTNER", partner), ("SERVICE", service), ("DIRECTION", direction),
                ("OWNER", owner), ("TIER", tier), ("SINCE", since), ("UNTIL", until),
            ]
            return pairs.compactMap { name, value in value.map { "\(name) \($0)" } }
                .joined(separator: " ")
        }
    }

    let all: [Told]
    let caller: (name: String, role: Role, partner: PartnerID?)
    let question: Question

    /// Makes of each lead's statuses, as its events tell them, how far it got.
    static func told(_ leads: [Lead], _ events: [EventRecord]) -> [Told] {
        var ways: [String: [(at: Timestamp, status: String)]] = [:]
        for event in events where event.subject.description.hasPrefix("L") {
            guard
                let data = try? JSONSerialization.jsonObject(
                    with: Data(event.data.bytes)) as? [String: Any],
                let status = data["status"] as? String ?? (data["status"] as? [Any])?.last
                    as? String
            else { continue }
            ways[event.subject.description, default: []].append((event.at, status))
        }
        return leads.map { lead in
            var told = Told(lead: lead)
            var last = ""
            for (at, status) in ways["\(lead.id)"] ?? [] {
                follow(&told, status, at, after: last)
                last = status
            }
            if ["lost", "unqualified", "expired"].contains(last) {
                told.reached = max(told.reached, 2)
            }
            if last == "rejected", lead.direction == .in { told.reached = max(told.reached, 1) }
            return told
        }
    }

    private static let ladder = [
        "offered": 1, "accepted": 2, "contacted": 3, "qualified": 3, "quoted": 4, "meeting": 4,
        "negotiation": 4, "won": 5,
    ]

    private static func follow(
        _ told: inout Told, _ status: String, _ at: Timestamp, after last: String
    ) {
        let isIn = told.lead.direction == .in
        let begins =
            isIn
            ? status == "queued" || status == "new" && last != "needsinfo"
            : status == "new" || status == "review"
        if begins || status == "new" && told.reached > 1 {
            (told.reached, told.offered, told.accepted, told.contacted) = (0, nil, nil, nil)
        }
        let rung = status == "new" && isIn ? 1 : ladder[status] ?? 0
        told.reached = max(told.reached, rung)
        if rung == 1, told.offered == nil { told.offered = at }
        if rung == 2, told.accepted == nil { told.accepted = at }
        if rung == 3, told.contacted == nil { told.contacted = at }
    }
}

// MARK: - Who and what

extension ReportModel {
    /// The leads of the report, whenever something happened to them.
    var leads: [Told] { all.filter { isOwn($0.lead) && passes($0.lead) } }

    private func isOwn(_ lead: Lead) -> Bool {
        let partner = caller.partner
        let brought = lead.direction == .in && (lead.partner == partner || earns(lead))
        switch caller.role {
        case .agent: return "\(lead.submitter)" == caller.name || lead.owner == Text(caller.name)
        case .partner: return lead.workingPartner == partner || earns(lead)
        case .advertiser: return brought
        default: return true
        }
    }

    private func earns(_ lead: Lead) -> Bool {
        guard let partner = caller.partner else { return false }
        return lead.referrer == .partner(partner)
    }

    func partner(of lead: Lead) -> PartnerID? {
        guard caller.partner != nil else { return lead.partner }
        return lead.workingPartner == caller.partner ? lead.partner : nil
    }

    func referrer(of lead: Lead) -> Payee? {
        guard let partner = caller.partner else { return lead.referrer }
        return lead.referrer == .partner(partner) ? lead.referrer : nil
    }

    private func passes(_ lead: Lead) -> Bool {
        let partner = partner(of: lead).map { "\($0)" }
        if let wanted = question.partner, wanted != partner { return false }
        if let tier = question.tier, tier != partner.flatMap({ tierOf[$0] }) { return false }
        if let service = question.service, service != lead.service.map({ "\($0)" }) {
            return false
        }
        if let way = question.direction, way != "\(lead.direction.word)" { return false }
        if let owner = question.owner, owner != lead.owner.map({ "\($0)" }) { return false }
        return true
    }

    private var tierOf: [String: String] {
        caller.partner == nil
            ? ["P1": "base", "P2": "gold", "P3": "base"]
            : caller.partner == PartnerID(raw: 1) ? ["P1": "base"] : [:]
    }

    /// The stretch that a moment falls into, as a report names it; nil when it is not asked for.
    func period(_ moment: Timestamp?, usually: String? = nil) -> String? {
        guard let moment, let date = moment.date(in: .utc) else { return nil }
        let day = "\(date.text)"
        if let since = question.since, day < since { return nil }
        if let until = question.until, day > until { return nil }
        switch question.by ?? usually {
        case "day": return day
        case "week":
            let monday = date.daysSinceEpoch - Int64(date.weekday)
            return "\(CivilDate(daysSinceEpoch: monday)?.text ?? "")"
        case "month": return String(day.prefix(7))
        case "quarter": return "\(day.prefix(4))-Q\((date.month + 2) / 3)"
        default: return "\\N"
        }
    }
}

// MARK: - Money and means

extension ReportModel {
    /// Amounts with their days, added up as the report says it does.
    struct Purse {
        private var own = 0
        private var foreign: [String: Int] = [:]

        mutating func add(_ lead: Lead, on moment: Timestamp) {
            guard let value = lead.value, value != 0 else { return }
            if lead.currency == .usd {
                own += Int(value)
            } else {
                let isLate = moment >= Timestamp(milliseconds: 1_796_860_800_000)
                foreign[isLate ? "EUR 1.0875 2026-12-10" : "EUR 1.1 2026-11-01", default: 0] +=
                    Int(value)
            }
        }

        var text: String {
            var sum = own
            for (rate, minor) in foreign {
                sum +=
                    rate.contains("1.0875")
                    ? (minor * 10_875 + 5000) / 10_000 : (minor * 11 + 5) / 10
            }
            let cents = String(sum % 100 + 100).dropFirst()
            return "\(sum / 100).\(cents)"
        }

        var rates: [String] { foreign.keys.sorted() }
    }

    static func list(_ rates: [String]) -> String {
        "[" + Set(rates).sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    static func percent(_ part: Int, _ whole: Int) -> String {
        guard whole > 0 else { return "\\N" }
        let tenths = (part * 2000 + whole) / (2 * whole)
        return "\(tenths / 10).\(tenths % 10)%"
    }

    static func mean(_ seconds: Int, _ count: Int, _ unit: Int) -> String {
        guard count > 0 else { return "\\N" }
        let divisor = count * unit
        let tenths = (seconds * 20 + divisor) / (2 * divisor)
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func seconds(_ start: Timestamp, _ end: Timestamp) -> Int {
        max(0, Int(end.milliseconds - start.milliseconds) / 1000)
    }
}
