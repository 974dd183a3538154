import LeadlineDomain
import LeadlineWire

extension Command {
    /// A command of the session that runs in its turn: only when all that was asked before it is
    /// answered, because it changes what the connection is sent unasked.
    static func ordered<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup = .session,
        by roles: Roles = .everyone, inBlock blockRule: BlockRule = .refused,
        isOpen: Bool = false, _ parameters: repeat each P,
        run:
            @escaping @Sendable (inout LocalContext, repeat (each P).Value)
            throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: .nothing, slots: flattenSlots(repeat each parameters), reply: R.shape,
            blockRule: blockRule,
            isOrdered: true, isOpen: isOpen,
            body: .local {
                (context: inout LocalContext, request: inout Request, reply: inout ReplyWriter)
                    throws(Rejection) in
                let values = (repeat try (each parameters).take(&request))
                let result = try run(&context, repeat each values)
                result.write(to: &reply)
            })
    }
}

/// The remaining words, one or more.
struct RequiredWords<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: V.typeName, isKeyword: false, isRequired: true,
                isRepeatable: true, valueCount: 1, isSensitive: V.isSensitive)
        ]
    }
    func take(_ request: inout Request) throws(Rejection) -> [V] {
        try Words<V>(name).take(&request)
    }
}
