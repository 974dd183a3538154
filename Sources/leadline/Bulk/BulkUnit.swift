package import LeadlineClient

/// One record on its way: its commands, and how their replies are read.
package struct BulkUnit: Sendable {
    /// How the commands hang together.
    package enum Form: Equatable, Sendable {
        /// One command.
        case plain
        /// A block, of which the first command makes the record.
        case block
        /// Nothing is sent: what becomes of it is known.
        case decided(ImportOutcome)
        /// A block that is bound to fail, to learn what its first command would answer.
        case trial
    }

    /// The record.
    package let record: BulkRecord
    /// Its kind.
    package let kind: BulkKind
    /// How the commands hang together.
    package let form: Form
    /// The commands, those of the block's frame among them.
    package let commands: [[String]]
    /// How often it has been sent.
    package var attempts = 0

    /// The id that the record had where it comes from.
    package var oldID: String? { record["id"]?.scalar }

    /// Makes a unit; of a block, only what stands inside of it is given.
    package init(
        _ record: BulkRecord, _ kind: BulkKind, _ form: Form, _ commands: [[String]]
    ) {
        self.record = record
        self.kind = kind
        self.form = form
        switch form {
        case .plain, .decided: self.commands = commands
        case .block: self.commands = [["MULTI"]] + commands + [["EXEC"]]
        case .trial: self.commands = [["MULTI"]] + commands + [Self.failure, ["EXEC"]]
        }
    }

    /// What the replies say; `newest` is the number of the newest record before the import.
    package func outcome(_ replies: ArraySlice<Reply>, newest: UInt64) -> ImportOutcome {
        switch form {
        case .plain: return made(replies.first ?? .null, newest)
        case .decided(let outcome): return outcome
        case .block, .trial: break
        }
        for case .error(let refusal) in replies.dropLast() { return ImportOutcome(refusal) }
        switch replies.last {
        case .error(let refusal): return ImportOutcome(refusal)
        case .list(let parts): return form == .trial ? tried(parts) : done(parts, newest)
        default: return ImportOutcome(.invalid, reason: "no answer to the block")
        }
    }

    /// A write that always fails, whoever sends it.
    private static let failure = ["LEAD.WITHDRAW", "L\(Int64.max)", "REASON", "trial"]

    private func done(_ parts: [Reply], _ newest: UInt64) -> ImportOutcome {
        for case .error(let refusal) in parts where refusal.code != "ABORTED" {
            return ImportOutcome(refusal)
        }
        return made(parts.first ?? .null, newest)
    }

    private func tried(_ parts: [Reply]) -> ImportOutcome {
        guard case .error(let refusal)? = parts.first, refusal.code != "ABORTED" else {
            return ImportOutcome(.created)
        }
        return ImportOutcome(refusal)
    }

    private func made(_ reply: Reply, _ newest: UInt64) -> ImportOutcome {
        if case .error(let refusal) = reply { return ImportOutcome(refusal) }
        if kind == .user {
            var outcome = ImportOutcome(.created, id: record["name"]?.scalar)
            outcome.token = reply.string
            return outcome
        }
        guard let id = reply.string, kind.isKeyed else { return ImportOutcome(.created) }
        guard let number = Self.number(of: id) else { return ImportOutcome(.created) }
        return ImportOutcome(number <= newest ? .known : .created, id: id)
    }

    /// The number of an id, nil for a word that is none.
    package static func number(of id: String) -> UInt64? { UInt64(id.drop { $0.isLetter }) }
}
