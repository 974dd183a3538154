import LeadlineDomain

/// `commands.json`: the command table for programs.
///
/// Members are never renamed or removed within one format number; new ones may be added.
struct CommandExport {
    let table: CommandTable

    private static let format = 1

    var text: String {
        let document = JSONValue.object([
            ("format", .number(Self.format)),
            ("version", .string(Release.version)),
            ("commands", .array(table.commands.map(\.export))),
        ])
        return document.text() + "\n"
    }
}

extension Command {
    fileprivate var export: JSONValue {
        .object([
            ("name", .string(name)),
            ("summary", .string(summary)),
            ("group", .string(group.rawValue)),
            ("since", .string(Release.commandsSince)),
            ("arity", .number(arity)),
            ("roles", .strings(roles.members.map { $0.word.description })),
            ("reach", .string(reach.text ?? "")),
            ("kind", .string(kindText)),
            ("block", .string(blockText ?? "queued")),
            ("arguments", .array(slots.map(\.export))),
            ("reply", reply.export),
            ("events", .strings(events.map(\.name))),
        ])
    }
}

extension ParameterSlot {
    fileprivate var export: JSONValue {
        .object([
            ("name", .string(name)),
            ("type", .string(type)),
            ("keyword", .bool(isKeyword)),
            ("required", .bool(isRequired)),
            ("repeatable", .bool(isRepeatable)),
            ("values", .number(valueCount)),
            ("choices", .strings(choices)),
            ("sensitive", .bool(isSensitive)),
        ])
    }
}

extension ReplyShape {
    fileprivate var export: JSONValue {
        .object([
            ("shape", .string(kind.rawValue)),
            ("fields", .strings(fields)),
            ("nullable", .bool(isNullable)),
        ])
    }
}
