import LeadlineDomain
import LeadlineEngine

/// Makes requests of the commands that the table declares: a new command is known by itself.
struct Sampler {
    /// What clients may ask for at random.
    let writes: [Command]
    let reads: [Command]
    private let byName: [String: Command]

    /// Commands that no client of a simulation sends, and why.
    static let omitted = [
        "DEBUG CLOCK": "time is the history's own",
        "CHECK": "every history ends with it",
    ]

    init(_ table: CommandTable = .leadline) {
        let sent = table.commands.filter { Self.omitted[$0.name] == nil }
        writes = sent.filter(\.isWrite)
        reads = sent.filter { ["row", "scan"].contains($0.kindText) }
        byName = Dictionary(uniqueKeysWithValues: table.commands.map { ($0.name, $0) })
    }

    /// The roles that may send a line; nil when it names no command.
    func roles(of line: Line) -> Roles? {
        let name = line.first ?? ""
        let pair = line.prefix(2).joined(separator: " ")
        return (byName[name] ?? byName[pair])?.roles
    }

    /// Whether a line writes, as far as its command and its length tell, and can have a key.
    func takesKey(_ line: Line) -> Bool {
        guard let command = byName[line.first ?? ""], command.kindText == "write" || line.count > 2
        else { return false }
        return command.slots.contains { $0.name == "IDEM" }
    }

    /// Whether a line writes whatever stands in it.
    func isWrite(_ line: Line) -> Bool { byName[line.first ?? ""]?.kindText == "write" }

    /// A random request of a command; nil when a slot that must be filled is of an unknown type.
    func request(of command: Command, _ words: inout Vocabulary) -> Line? {
        var line = command.name.split(separator: " ").map { String($0) }
        // What is given late in a request may not be given in the place of what is left out.
        let isWide = words.random.once(in: 3)
        var isOpen = true
        for slot in command.slots where !slot.isKeyword {
            guard slot.isRequired || isOpen && !words.random.once(in: 3) else {
                isOpen = false
                continue
            }
            guard let values = words.values(slot) else { return nil }
            line += values
        }
        for slot in command.slots where slot.isKeyword && slot.name != "IDEM" {
            let isRare = slot.name == "IF" || slot.name == "DRYRUN"
            let isGiven = words.random.once(in: isRare ? 12 : isWide ? 2 : 5)
            guard slot.isRequired || isGiven else { continue }
            guard let values = words.values(slot) else { return nil }
            line.append(slot.name)
            line += values
        }
        return line
    }

    /// Slots that have no words, as `LEAD.NEW TITLE: type`.
    func unknownSlots() -> [String] {
        var words = Vocabulary(seed: 1)
        return (writes + reads).flatMap { command in
            command.slots.filter { $0.name != "IDEM" && words.values($0) == nil }
                .map { "\(command.name) \($0.name): \($0.type)" }
        }
    }
}
