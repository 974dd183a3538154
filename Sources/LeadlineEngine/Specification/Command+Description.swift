import LeadlineDomain

// How a declaration reads in HELP and in the exported specification.

extension Command {
    /// The roles that may use the command with blanks between, or `all`.
    var rolesText: String {
        let members = roles.members
        guard members.count < Role.allCases.count else { return "all" }
        return members.map { $0.word.description }.joined(separator: " ")
    }

    /// Where the command runs: `local`, `muster`, `row`, `scan`, `apart` or `write`; `either` is a
    /// scan or a write by what is given.
    package var kindText: String {
        switch body {
        case .local: "local"
        case .muster: "muster"
        case .row: "row"
        case .scan: "scan"
        case .apart: "apart"
        case .write: "write"
        case .either: "either"
        }
    }

    /// What becomes of the command between MULTI and EXEC, where it does not simply wait.
    var blockText: String? {
        switch blockRule {
        case .queued: nil
        case .atOnce: "runs at once"
        case .executes: "runs the block"
        case .refused: "refused"
        case .refusedWith(let keyword): "refused with \(keyword)"
        }
    }

    /// The name in Redis's spelling: `lead.get`, `client|id`.
    var redisName: String { Self.redisName(name) }

    static func redisName(_ name: String) -> String {
        String(name.lowercased().map { $0 == " " ? "|" : $0 })
    }
}

extension ReplyShape {
    /// The shape in words: `page of id status`, `id or null`.
    var text: String {
        let names = fields.joined(separator: " ")
        let base =
            switch kind {
            case .status: "OK"
            case .id: "the id"
            case .version: "the new version"
            case .integer: "a number"
            case .string: "a string"
            case .text: "text"
            case .list: "a list"
            case .map: fields.isEmpty ? "a map" : "map \(names)"
            case .page: fields.isEmpty ? "a page" : "page \(names)"
            case .any: "as the summary says"
            }
        return isNullable ? base + ", or null" : base
    }
}

extension ParameterSlot {
    /// The value's type or words, and how often and whether it has to be given.
    var valueText: String {
        var parts = [choices.isEmpty ? type : choices.joined(separator: "|")]
        if isRequired { parts.append("required") }
        if isRepeatable { parts.append("repeatable") }
        return parts.joined(separator: ", ")
    }
}
