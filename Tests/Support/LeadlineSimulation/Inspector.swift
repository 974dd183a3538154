import LeadlineDomain
import LeadlineEngine
import LeadlineStore
import LeadlineWire
import NIOCore

/// What has to hold of every house at the end of every history.
struct Inspector {
    private let house: SimulatedHouse
    private let caller = Caller(name: "inspector", role: .admin, origin: "simulation")

    init(_ house: SimulatedHouse) { self.house = house }

    /// Everything that does not hold.
    func faults(_ random: UInt64) throws -> [String] {
        try house.drain(random)
        var faults = house.faults
        faults += silence()
        faults += rows("CHECK", ["CHECK", "DEEP"])
        faults += rows("LEDGER.CHECK", ["LEDGER.CHECK"])
        let audit = ask(["AUDIT.VERIFY"])
        if !audit.hasSuffix("$9\r\nbroken_at\r\n_\r\n") { faults.append("AUDIT.VERIFY: \(audit)") }
        faults += trial()
        let digest = try house.engine.store.contentDigest()
        faults += try follower(digest)
        let replay = try Replay(house.deeds, in: house.folder(for: "replay"), house.settings)
        faults += replay.faults
        if replay.faults.isEmpty, replay.digest != digest {
            faults.append("replay: other rows than the history left")
        }
        return faults
    }

    private func ask(_ line: Line) -> String {
        var request = Request()
        request.take(line)
        var reply = ReplyWriter(format: .resp3)
        house.writer.execute(&request, caller, &reply)
        return String(buffer: reply.buffer)
    }

    /// A list of what is wrong that is not empty.
    private func rows(_ name: String, _ line: Line) -> [String] {
        let reply = ask(line)
        return reply == "*2\r\n_\r\n*0\r\n" ? [] : ["\(name): \(reply)"]
    }

    /// Nothing that is due is overlooked, and what happened does not happen again.
    private func silence() -> [String] {
        house.writer.lookAgain()
        house.writer.fireDue(atMost: 1)
        guard !house.writer.isEmpty else { return [] }
        return ["timer: something was due when nothing seemed to be"]
    }

    /// In every currency all debits are all credits.
    private func trial() -> [String] {
        let reply = ask(["LEDGER.TRIAL"])
        guard !reply.hasPrefix("-") else { return ["LEDGER.TRIAL: \(reply)"] }
        let words = reply.split(separator: "\r\n").filter { !"*$%_".contains($0.first ?? "*") }
        var sums: [Substring: Int128] = [:]
        // A row is account, currency, debit and credit, each behind its name.
        for place in stride(from: 0, to: words.count - 7, by: 8) {
            let digits = [words[place + 5], words[place + 7]].map { word in
                Int128(word.filter { $0 != "." }) ?? .max
            }
            sums[words[place + 3], default: 0] += digits[0] - digits[1]
        }
        let open = sums.filter { $0.value != 0 }.keys.sorted()
        return open.isEmpty ? [] : ["LEDGER.TRIAL: debits are not credits in \(open): \(reply)"]
    }

    /// A store that only applied what was written has the same rows.
    private func follower(_ digest: UInt64) throws -> [String] {
        let store = try Store.open(SimulatedHouse.options(house.folder(for: "follower")))
        defer { store.close() }
        for entry in house.entries { try store.apply(entry) }
        return try store.contentDigest() == digest ? [] : ["follower: has other rows"]
    }
}
