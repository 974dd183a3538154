import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// Every command, as every role, with own, foreign and missing rows; all of it made from the
/// declarations.
@Suite("The walls of every command") struct WallMatrixTests {
    private let table = CommandTable.leadline

    @Test("a slot that the generator cannot fill is named")
    func everySlotCanBeFilled() {
        for command in table.commands {
            for slot in command.slots where SlotSample.arguments(slot) == nil {
                Issue.record("\(command.name): \(slot.name) has the unknown type \(slot.type)")
            }
        }
    }

    // Fault 91: every command says which rows it reaches, and for whom
    @Test("a command that names a row says so, and no other does")
    func everyCommandIsClassified() {
        for command in table.commands {
            let named = command.slots.filter {
                !$0.isKeyword && $0.isRequired && SlotSample.naming($0) != nil
                    && SlotSample.naming($0) != .user
            }
            let hasOutsiders = !Roles.house.isSuperset(of: command.roles)
            switch command.reach {
            case .nothing:
                #expect(!command.isWrite, "\(command.name) writes and is declared to reach nothing")
                guard case .muster = command.body else { continue }
                #expect(!hasOutsiders, "\(command.name) asks all connections")
            case .house: #expect(!hasOutsiders, "\(command.name) is not only for the house")
            case .everybody, .own, .leads, .records, .earnings, .events, .users, .customer,
                .mailing, .links:
                #expect(named.isEmpty, "\(command.name) names a row; declare which")
            case .lead(let name), .partner(let name), .record(let name):
                #expect(named.map(\.name) == [name], "\(command.name) names another row")
            }
        }
    }

    // Fault 91, 92: every command, role and foreign row is answered as a missing one, byte for byte
    // Guarantee G7: a foreign row is a missing one, in every command and reading as many rows
    // Threat T1: by id or ref, nothing tells that there is such a row
    @Test("a foreign row is answered byte for byte and read for read like a missing one")
    func foreignIsMissing() throws {
        let house = try WalledHouse()
        var compared = 0
        for command in table.commands {
            for (place, slot) in command.slots.enumerated() {
                guard let naming = SlotSample.naming(slot),
                    command.name != "USER.NEW" || naming != .user
                else { continue }
                for caller in WalledHouse.callers where command.roles.contains(caller.role) {
                    for pair in Self.pairs(naming, caller, house) {
                        let foreign = house.ask(Self.words(command, place, pair.foreign), caller)
                        let missing = house.ask(Self.words(command, place, pair.missing), caller)
                        let isSame = foreign.normalized(pair) == missing.normalized(pair)
                        compared += 1
                        #expect(
                            isSame,
                            """
                            \(caller.name): \(Self.words(command, place, pair.foreign)) →
                            \(foreign)
                            \(missing)
                            """)
                    }
                }
            }
        }
        #expect(compared > 300)
    }

    // Fault 91: an own row is found by every command that the role may call
    @Test("an own row is found by every command that its role may call")
    func ownIsFound() throws {
        let house = try WalledHouse()
        for command in table.commands {
            guard let name = command.reach.parameter,
                let place = command.slots.firstIndex(where: { $0.name == name }),
                // It names another lead beside, which is foreign here.
                command.name != "LEAD.MERGE"
            else { continue }
            for caller in WalledHouse.callers where command.roles.contains(caller.role) {
                guard let own = Self.own(command.reach, caller, house) else { continue }
                let answer = house.ask(Self.words(command, place, own), caller)
                #expect(
                    !answer.text.hasPrefix("-NOTFOUND no lead")
                        && !answer.text.hasPrefix("-NOTFOUND no partner")
                        && !answer.text.hasPrefix("-NOTFOUND no dispute"),
                    "\(caller.name): \(command.name) \(own) → \(answer.text)")
            }
        }
    }

    // Fault 91: who may not call a command is told the same of every row
    // Threat T3: what a role may not call is NOPERM whatever it names
    @Test("who may not call a command is told the same of every row")
    func refusalsTellNothing() throws {
        let house = try WalledHouse()
        for command in table.commands {
            guard let name = command.reach.parameter,
                let place = command.slots.firstIndex(where: { $0.name == name })
            else { continue }
            for caller in WalledHouse.callers where !command.roles.contains(caller.role) {
                let there = house.ask(Self.words(command, place, "L2"), caller)
                let missing = house.ask(Self.words(command, place, "L999"), caller)
                #expect(there == missing)
                #expect(there.text.hasPrefix("-NOPERM "))
            }
        }
    }

    // Guarantee G7: no reply to anything holds a word of a foreign row
    // Threat T1: lists, searches and counts show nothing foreign
    @Test("no reply to anything holds a word of a foreign row")
    func nothingForeignIsShown() throws {
        let house = try WalledHouse()
        for command in table.commands {
            for caller in WalledHouse.callers where command.roles.contains(caller.role) {
                guard !caller.wall.isOpen, let hidden = Self.hidden(from: caller) else { continue }
                // It asks connections, not rows, and is of operators.
                if case .muster = command.body { continue }
                for words in Self.variants(command) {
                    let answer = house.ask(words, caller)
                    for word in hidden where answer.text.contains(word) {
                        // What was typed may be said again.
                        if words.contains(where: { $0.contains(word) }) { continue }
                        Issue.record("\(caller.name): \(words) shows \(word): \(answer.text)")
                    }
                }
            }
        }
    }
}

// MARK: - Requests from declarations

extension WallMatrixTests {
    struct Pair {
        let foreign: String
        let missing: String
    }

    /// Foreign rows for a caller, each with a missing one that is spelt alike.
    private static func pairs(
        _ naming: SlotSample.Naming, _ caller: Caller, _ house: WalledHouse
    ) -> [Pair] {
        var pairs: [Pair] = []
        if naming == .user {
            let all = ["mia", "ada", "anna@north", "berta@south", "adam@east", "bill@west"]
            guard !caller.wall.isHouse else { return [] }
            return all.filter { Text($0) != caller.name }
                .map { Pair(foreign: $0, missing: "zoe@north") }
        }
        if naming == .bonus {
            guard !caller.wall.isHouse else { return [] }
            return WalledHouse.earners.enumerated().filter { !caller.wall.isOwn($0.element) }
                .map { Pair(foreign: "B\($0.offset + 1)", missing: "B\($0.offset + 91)") }
        }
        if naming == .payment { return [] }
        if naming == .invoice {
            guard !caller.wall.isHouse, caller.role != .gateway else { return [] }
            return WalledHouse.billed.enumerated()
                .filter { $0.element.map { $0 != caller.partner } ?? true }
                .map { Pair(foreign: "INV\($0.offset + 1)", missing: "INV\($0.offset + 91)") }
        }
        if naming == .referrer {
            guard !caller.wall.isHouse else { return [] }
            let refs = [1: "fa", 2: "fb"]
            for number in 1...2 where caller.referrer != ReferrerID(raw: UInt64(number)) {
                pairs.append(Pair(foreign: "R\(number)", missing: "R\(number + 90)"))
                guard let ref = refs[number] else { continue }
                pairs.append(Pair(foreign: "ref:\(ref)", missing: "ref:zz"))
            }
            return pairs
        }
        if naming == .dispute {
            return (1...WalledHouse.disputeCount).filter { number in
                !house.reaches(DisputeID(raw: number), caller)
            }.map { Pair(foreign: "D\($0)", missing: "D\($0 + 90)") }
        }
        if naming != .partner {
            let refs = [1: "ra", 2: "rb", 7: "sa", 8: "sb", 9: "ta", 10: "tb", 11: "ga", 12: "gb"]
            for number in 1...WalledHouse.leadCount
            where !house.reaches(LeadID(raw: number), caller) {
                pairs.append(Pair(foreign: "L\(number)", missing: "L\(number + 90)"))
                guard let ref = refs[Int(number)] else { continue }
                pairs.append(Pair(foreign: "ref:\(ref)", missing: "ref:zz"))
            }
        }
        guard naming != .lead, !caller.wall.isHouse else { return pairs }
        let refs = [1: "pa", 2: "pb", 3: "xa", 4: "xb"]
        for number in 1...4 where caller.partner != PartnerID(raw: UInt64(number)) {
            pairs.append(Pair(foreign: "P\(number)", missing: "P\(number + 90)"))
            if let ref = refs[number] {
                pairs.append(Pair(foreign: "ref:\(ref)", missing: "ref:zz"))
            }
        }
        return pairs
    }

    private static func own(_ reach: Reach, _ caller: Caller, _ house: WalledHouse) -> String? {
        if case .record("bonus") = reach {
            return WalledHouse.earners.firstIndex { caller.wall.isHouse || caller.wall.isOwn($0) }
                .map { "B\($0 + 1)" }
        }
        if case .record("invoice") = reach {
            guard !caller.wall.isHouse, caller.role != .gateway else { return "INV1" }
            return caller.partner.flatMap { own in WalledHouse.billed.firstIndex { $0 == own } }
                .map { "INV\($0 + 1)" }
        }
        if case .record("payment") = reach { return "PMT1" }
        if case .record("payee") = reach {
            let own = caller.partner?.text ?? caller.referrer?.text
            return caller.wall.isHouse ? "P1" : own?.string
        }
        if case .record("referrer") = reach {
            return caller.wall.isHouse ? "R1" : caller.referrer?.text.string
        }
        if case .partner = reach { return caller.wall.isHouse ? "P1" : caller.partner?.text.string }
        if case .record("dispute") = reach {
            return (1...WalledHouse.disputeCount).first {
                house.reaches(DisputeID(raw: $0), caller)
            }.map { "D\($0)" }
        }
        return (1...WalledHouse.leadCount).first { house.reaches(LeadID(raw: $0), caller) }
            .map { "L\($0)" }
    }

    /// The command with what it requires, and `id` in the slot at `place`.
    private static func words(_ command: Command, _ place: Int, _ id: String) -> [String] {
        var words = command.name.split(separator: " ").map { String($0) }
        let slots = command.slots.enumerated()
        for (index, slot) in slots where !slot.isKeyword {
            if index == place {
                words.append(id)
            } else if slot.isRequired {
                words += SlotSample.arguments(slot) ?? []
            }
        }
        for (index, slot) in slots where slot.isKeyword {
            if index == place {
                words += [slot.name, id]
            } else if slot.isRequired || slot.name == "REASON" {
                words += SlotSample.arguments(slot) ?? []
            }
        }
        return words
    }

    /// The command bare, with each of its optional slots alone, and with every row there is.
    private static func variants(_ command: Command) -> [[String]] {
        var all = [words(command, -1, "")]
        for (place, slot) in command.slots.enumerated() {
            if SlotSample.naming(slot) != nil {
                let leads = (1...WalledHouse.leadCount).map { "L\($0)" }
                let disputes = (1...WalledHouse.disputeCount).map { "D\($0)" }
                let money = ["B1", "B2", "B3", "INV1", "INV2", "INV3", "PMT1", "PMT2"]
                for id in leads + disputes + money + ["P1", "P2", "P3", "P4", "R1", "R2"] {
                    all.append(words(command, place, id))
                }
            } else if !slot.isRequired, let arguments = SlotSample.arguments(slot) {
                all.append(slot.isKeyword ? all[0] + arguments : words(command, place, "secret"))
            }
        }
        return all
    }

    /// The words that a caller must never read.
    private static func hidden(from caller: Caller) -> [String]? {
        switch caller.name {
        case "ada": ["secretb12", "secretb10"]
        case "bob": ["secreta11", "secreta9"]
        case "anna@north", "adam@east": ["secretb", "secreth", "berta", "bill@", "bob"]
        case "berta@south", "bill@west": ["secreta", "secreth", "anna", "adam", "ada@"]
        case "rita": ["secretb", "secreth", "berta", "bill@", "bob"]
        case "rolf": ["secreta", "secreth", "anna", "adam", "ada@"]
        default: nil
        }
    }
}

extension WalledHouse.Answer {
    /// The reply without the id that was asked for.
    fileprivate func normalized(_ pair: WallMatrixTests.Pair) -> WalledHouse.Answer {
        var answer = self
        for id in [pair.missing, pair.foreign] {
            answer.text = answer.text.replacing(id, with: "ID")
        }
        return answer
    }
}

extension Text {
    fileprivate var string: String { description }
}
