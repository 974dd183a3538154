import Foundation
import LeadlineDomain

@testable import LeadlineEngine

/// One seeded run in which partner A works beside partner B, or as if there were no B.
///
/// The same seed asks the same of A's rows in both worlds; what A reads, ids and numbers of events
/// apart, has to be the same.
final class TwoPartners {
    /// One request of the run, before ids are put in.
    private struct Step {
        let actor: Text
        let words: [String]
        /// Of whose world it is a part.
        let isForB: Bool
    }

    private let harness: EngineHarness
    private let hasB: Bool
    private var random: SeededGenerator
    private var connections: [Text: HarnessConnection] = [:]
    private let listener: HarnessConnection
    /// The ids of the leads that concern a partner, in the order in which they were made.
    private var leads: [Bool: [String]] = [false: [], true: []]
    /// What A was told, request by request.
    private(set) var transcript: [String] = []
    private var names: [String: String] = [:]

    private static let partners: [Bool: String] = [false: "P1", true: "P2"]
    private static let users: [Text: Caller] = [
        "anna": WalledHouse.caller("anna", .partner, PartnerID(raw: 1)),
        "alf": WalledHouse.caller("alf", .partner, PartnerID(raw: 1)),
        "berta": WalledHouse.caller("berta", .partner, PartnerID(raw: 2)),
        "mia": WalledHouse.caller("mia", .manager),
    ]

    init(seed: UInt64, hasB: Bool, steps: Int) throws {
        harness = try EngineHarness()
        self.hasB = hasB
        random = SeededGenerator(seed: seed)
        listener = harness.connect()
        for (name, caller) in Self.users {
            let connection = harness.connect()
            connection.session.caller = caller
            connections[name] = connection
        }
        listener.session.caller = WalledHouse.caller("anna", .partner, PartnerID(raw: 1))
        harness.run("PARTNER.NEW NAME Anders REF pa")
        harness.run(hasB ? "PARTNER.NEW NAME Berg REF pb" : "PING")
        harness.run("SCORE.SET talk FIELD remarks OP > VALUE 0 POINTS 40 HALFLIFE 30d")
        _ = listener.run("PSUBSCRIBE *")
        for _ in 0..<steps { take() }
    }

    // MARK: - One step

    private func take() {
        let clock = harness.engine.clock
        clock.stand(at: Timestamp(milliseconds: clock.now.milliseconds + 1000))
        let isForB = Bool.random(using: &random)
        let step = Step(actor: actor(isForB), words: [], isForB: isForB)
        let words = step.actor == "mia" ? staffRequest(isForB) : partnerRequest(isForB)
        guard hasB || !isForB else { return }
        run(Step(actor: step.actor, words: words, isForB: isForB))
    }

    private func actor(_ isForB: Bool) -> Text {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: "mia"
        case 2: isForB ? "berta" : "alf"
        default: isForB ? "berta" : "anna"
        }
    }

    private func run(_ step: Step) {
        guard let connection = connections[step.actor] else { return }
        let line = step.words.map { fill($0, step.isForB) }.joined(separator: " ")
        let reply = connection.run(line)
        if step.words.first == "LEAD.NEW", let id = reply.first, id.hasPrefix("=L") {
            leads[step.isForB]?.append(String(id.dropFirst()))
        }
        let pushes = String(decoding: listener.receive(within: .zero) ?? [], as: UTF8.self)
        guard !step.isForB else {
            if !pushes.isEmpty { transcript.append("of B: \(pushes)") }
            return
        }
        if step.actor != "mia" {
            let request = step.words.joined(separator: " ")
            transcript.append(
                "\(step.actor): \(request)\n\(normalized(reply.joined(separator: "\n")))")
        }
        if !pushes.isEmpty { transcript.append(normalized(pushes)) }
    }

    /// Puts an id where a word begins with `#`: `#3` is the third lead of the partner whose step it
    /// is, `#foreign3` the third of the other one, missing where there is none.
    private func fill(_ word: String, _ isForB: Bool) -> String {
        guard word.hasPrefix("#") else { return word }
        let isForeign = word.hasPrefix("#foreign")
        let index = Int(word.drop { !$0.isNumber }) ?? 0
        let known = leads[isForB != isForeign] ?? []
        let missing = "L\((isForeign ? 90_000 : 80_000) + index)"
        let id = index < known.count ? known[index] : missing
        if isForeign { names[id] = "L#foreign\(index)" }
        return id
    }

    /// The text with ids by their first appearance and without numbers of events and disputes.
    private func normalized(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: #/\bL[0-9]+\b/#) {
            result += rest[..<match.range.lowerBound]
            let id = String(match.output)
            let own = leads[false]?.firstIndex(of: id).map { "L#\($0)" }
            result += own ?? names[id] ?? "L?\(id)"
            rest = rest[match.range.upperBound...]
        }
        result += rest
        return result.replacing(#/"seq":[0-9]+/#, with: "\"seq\":#")
            .replacing(#/next=[0-9]+/#, with: "next=#")
            .replacing(#/\bD[0-9]+\b/#, with: "D#")
            .replacing(#/\bINV[0-9]+\b/#, with: "INV#")
            .replacing(#/event, [0-9]+/#, with: "event, #")
    }
}

// MARK: - What may be asked

extension TwoPartners {
    private func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private func lead() -> String { "#\(Int.random(in: 0..<8, using: &random))" }
    private func foreign() -> String { "#foreign\(Int.random(in: 0..<8, using: &random))" }
    private func anyLead() -> String { pick([lead(), lead(), lead(), foreign()]) }

    /// What stands in a new lead: customers differ, what only warns is shared.
    private func customer(_ isForB: Bool) -> [String] {
        let number = Int.random(in: 0..<20, using: &random)
        let side = isForB ? "b" : "a"
        let isShared = Bool.random(using: &random)
        let more = isShared ? ["PHONE", "+12025550143", "COMPANY", "Acme", "ZIP", "90210"] : []
        return ["EMAIL", "c\(number)@\(side)\(number).example", "NAME", "Ann"] + more
    }

    private func staffRequest(_ isForB: Bool) -> [String] {
        let partner = Self.partners[isForB] ?? "P1"
        let lead = lead()
        switch Int.random(in: 0..<23, using: &random) {
        case 22: return ["INVOICE.NEW", "BILL", partner, "AMOUNT", pick(["5", "7"])]
        case 13: return ["QUALIFY", lead, "NEED", pick(["5", "25"])]
        case 14: return ["TOUCH", lead, partner]
        case 15: return ["CREDIT", lead, "SHARES", "\(partner) 100%"]
        case 16: return ["CLAIM.EXTEND", lead, "1d", "REASON", "more"]
        case 17: return ["DISPUTE.NEW", lead, "REASON", "house"]
        case 18: return ["ATTACH", lead, pick(["a", "b"]), "MIME", "a/b", "DATA", "AA=="]
        case 19:
            return [
                "ITEM.ADD", lead, "SKU", pick(["a", "b"]), "NAME", "n", "QTY", "1", "PRICE", "5",
            ]
        case 20: return ["FEEDBACK", lead, "RATING", pick(["1", "2"]), "TEXT", "work"]
        case 21:
            return ["MAIL.LOG", "EMAIL", "c1@a1.example", "SUBJECT", "house", "BODY", "hello"]
        case 0, 1, 2:
            return ["LEAD.NEW"] + customer(isForB) + ["FORCE", "sure", "SERVICE", "payroll"]
        case 3, 4: return ["ASSIGN", lead, partner, "FORCE", "agreed"]
        case 5, 6: return ["RELEASE", lead]
        case 7: return ["NOTE", lead, "hello", "SHARED"]
        case 8: return ["NOTE", lead, "private"]
        case 9: return ["LEAD.SET", lead, "TITLE", pick(["one", "two"]), "REASON", "x"]
        case 10: return ["UNASSIGN", lead, "REASON", "wrong"]
        case 11: return ["LEAD.SET", lead, "REFERRER", partner, "REASON", "owed"]
        case 12: return ["LEAD.NEW", "FROM", lead, "SERVICE", pick(["hr", "tax"]), "FORCE", "y"]
        default: return ["PARTNER.SET", partner, "PROFILE", pick(["good", "better"])]
        }
    }

    private func partnerRequest(_ isForB: Bool) -> [String] {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return partnerWrite(isForB)
        case 1: return partnerList()
        default: return partnerRead(isForB)
        }
    }

    private func partnerWrite(_ isForB: Bool) -> [String] {
        let lead = anyLead()
        switch Int.random(in: 0..<20, using: &random) {
        case 13:
            return [
                "ATTACH", lead, pick(["a", "b"]), "MIME", "a/b", "DATA", pick(["AA==", "AQ=="]),
            ]
        case 14:
            return [
                "ITEM.ADD", lead, "SKU", pick(["a", "b"]), "NAME", "n", "QTY", "2", "PRICE", "5",
            ]
        case 15: return ["FEEDBACK", lead, "RATING", pick(["4", "5"]), "TEXT", "lead"]
        case 16:
            let address = "c1@\(isForB ? "b" : "a")1.example"
            return ["MAIL.LOG", "EMAIL", address, "SUBJECT", "ours", "BODY", "hello"]
        case 17: return ["DISPUTE.NEW", lead, "REASON", "mine"]
        case 18: return ["DISPUTE.NEW", "EMAIL", "c1@b1.example", "REASON", "mine"]
        case 19: return ["PROOF", foreign()]
        case 0, 1: return ["LEAD.NEW"] + customer(isForB) + ["IDEM", pick(["k1", "k2", "k3"])]
        case 2: return ["LEAD.NEW"] + customer(isForB) + ["ONEXISTS", "ignore"]
        case 3, 4: return ["ACCEPT", lead]
        case 5: return ["DECLINE", lead, "REASON", "busy"]
        case 6: return ["STATUS", lead, "contacted"]
        case 7: return ["STATUS", lead, "won", "VALUE", "5.00"]
        case 8: return ["NOTE", lead, pick(["called", "wrote"]), pick(["SHARED", "SHARED"])]
        case 9: return ["LEAD.SET", lead, "TITLE", pick(["three", "four"])]
        case 10: return ["LEAD.WITHDRAW", lead, "REASON", "gone"]
        case 11:
            return [pick(["PARTNER.PAUSE", "PARTNER.RESUME"]), pick(["P1", "ref:pa", "ref:pb"])]
        default: return ["CURSOR.SET", "mailer", pick(["0", "999999"])]
        }
    }

    private func partnerRead(_ isForB: Bool) -> [String] {
        let lead = anyLead()
        switch Int.random(in: 0..<19, using: &random) {
        case 17: return ["INVOICE.LIST", "COLUMNS", "state,bill,amount,paid,open,created"]
        case 18: return ["REPORT", "PAYMENTS"]
        case 10: return ["ATTACH.LIST", lead]
        case 11: return ["ITEM.LIST", lead]
        case 12: return [pick(["MAIL.LIST", "FEEDBACK.LIST"]), lead]
        case 13:
            return pick(["FEEDBACK.LIST", "MAIL.LIST EMAIL c1@a1.example"]).split(separator: " ")
                .map { String($0) }
        case 14: return ["TODO"]
        case 15: return [pick(["CLAIM.GET", "CREDIT"]), lead]
        case 16: return [pick(["CLAIM.LIST", "DISPUTE.LIST COLUMNS state,lead,email,by"])]
        case 0, 1, 2: return ["LEAD.GET", lead]
        case 3: return ["STATUS", lead]
        case 4: return ["NOTE", lead]
        case 5: return ["HISTORY", lead, "COLUMNS", "at,type,version,actor,from,data"]
        case 6: return ["PARTNER.GET", isForB ? "ref:pb" : pick(["P1", "ref:pa", "ref:pb"])]
        case 7: return ["LEAD.CHECK", "EMAIL", "c1@\(isForB ? "b" : "a")1.example"]
        case 8:
            return pick([
                "INFO", "WHOAMI", "CURSOR.LIST", "DBSIZE", "PUBSUB CHANNELS", "PARTNER.STATS",
            ])
            .split(separator: " ").map { String($0) }
        default: return ["LEAD.GET", pick(["ref:b1", "ref:a1"])]
        }
    }

    private func partnerList() -> [String] {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return ["LEAD.LIST"]
        case 1: return ["LEAD.LIST", "LIMIT", "2", "STATUS", pick(["open", "closed"])]
        case 2: return ["LEAD.LIST", "SORT", "updated", "LIMIT", pick(["1", "3", "100"])]
        case 3: return ["LEAD.LIST", "AFTER", lead(), "PARTNER", pick(["P1", "ref:pb"])]
        case 4: return ["LEAD.FIND", pick(["ann", "acme", "b1", "a1"])]
        case 5: return ["LEAD.FIND", "PHONE", "+12025550143"]
        case 6:
            return ["LEAD.LIST", "ZIP", "90210", "COLUMNS", "id,related,from,submitter,partner"]
        default:
            return [
                "EVENTS", "LIMIT", pick(["2", "50"]), "COLUMNS",
                "at,type,subject,ref,version,actor,from,data",
            ]
        }
    }
}
