import LeadlineDomain
import LeadlineWire

/// Which records a write makes: decides the keywords that every write of its kind takes.
enum WriteKind: Sendable {
    /// Takes `IDEM key`.
    case create
    /// Takes `IF version` and `IDEM key`.
    case update

    private static let version = Keyword<Version>("IF")
    private static let idem = Keyword<IdempotencyKey>("IDEM")

    /// The keywords, which stand behind the command's own.
    var slots: [ParameterSlot] {
        (self == .update ? Self.version.slots : []) + Self.idem.slots
    }

    func take(
        _ request: inout Request
    ) throws(Rejection) -> (version: UInt32?, key: IdempotencyKey?) {
        let version = self == .update ? try Self.version.take(&request)?.number : nil
        return (version, try Self.idem.take(&request))
    }
}

extension Command {
    /// A command of the session: answered on the connection's loop, touches no stored row.
    ///
    /// With `plainly` it always answers that status when nothing stands behind its name. With
    /// `inTurn` it waits until all that was asked before is answered, because it changes what the
    /// connection is sent unasked.
    static func local<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup = .session,
        by roles: Roles = .everyone, inBlock blockRule: BlockRule = .queued,
        plainly status: StaticString? = nil, inTurn isOrdered: Bool = false, isOpen: Bool = false,
        _ parameters: repeat each P,
        run:
            @escaping @Sendable (inout LocalContext, repeat (each P).Value)
            throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: .nothing, slots: flattenSlots(repeat each parameters), reply: R.shape,
            blockRule: blockRule, isOrdered: isOrdered, isOpen: isOpen, plainStatus: status,
            body: .local {
                (context: inout LocalContext, request: inout Request, reply: inout ReplyWriter)
                    throws(Rejection) in
                let values = (repeat try (each parameters).take(&request))
                let result = try run(&context, repeat each values)
                result.write(to: &reply)
            }, parse: parse(repeat each parameters))
    }

    /// A question to every connection, of an operator.
    static func muster<each P: Parameter>(
        _ name: String, _ summary: String, reply: ReplyShape, by roles: Roles = .admin,
        _ parameters: repeat each P,
        run:
            @escaping @Sendable (inout LocalContext, repeat (each P).Value)
            throws(Rejection) -> Muster
    ) -> Command {
        Command(
            name: name, summary: summary, group: .session, roles: roles,
            reach: .nothing, slots: flattenSlots(repeat each parameters), reply: reply,
            blockRule: .refused,
            body: .muster {
                (context: inout LocalContext, request: inout Request) throws(Rejection) in
                let values = (repeat try (each parameters).take(&request))
                return try run(&context, repeat each values)
            }, parse: parse(repeat each parameters))
    }

    /// A read of a handful of rows, answered on the connection's loop.
    static func row<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, _ parameters: repeat each P,
        run: @escaping @Sendable (inout Reader, repeat (each P).Value) throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(repeat each parameters), reply: R.shape,
            body: .row(readBody(repeat each parameters, run: run)),
            parse: parse(repeat each parameters))
    }

    /// A read of a row that writes its reply itself, where that is the command's whole cost.
    // Of one parameter: what takes any number of them is not specialised.
    static func row<P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, reply: R.Type, _ parameter: P,
        answer:
            @escaping @Sendable (inout Reader, inout ReplyWriter, P.Value)
            throws(Rejection) -> Void
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: parameter.slots, reply: R.shape,
            body: .row {
                (reader: inout Reader, request: inout Request, reply: inout ReplyWriter)
                    throws(Rejection) in
                let value = try parameter.take(&request)
                try answer(&reader, &reply, value)
                try reader.checkFault()
            }, parse: parse(parameter))
    }

    /// A read that scans or waits, answered off the loop.
    static func scan<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, inBlock blockRule: BlockRule = .queued, _ parameters: repeat each P,
        run: @escaping @Sendable (inout Reader, repeat (each P).Value) throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(repeat each parameters), reply: R.shape,
            blockRule: blockRule,
            body: .scan(readBody(repeat each parameters, run: run)),
            parse: parse(repeat each parameters))
    }

    /// A read that scans and writes its reply itself.
    static func scan<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, reply: R.Type, _ parameters: repeat each P,
        answer:
            @escaping @Sendable (inout Reader, inout ReplyWriter, repeat (each P).Value)
            throws(Rejection) -> Void
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(repeat each parameters), reply: R.shape,
            body: .scan(answerBody(repeat each parameters, answer: answer)),
            parse: parse(repeat each parameters))
    }

    /// What takes long and changes no record: on a thread for such alone, never in a block.
    static func apart<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, _ parameters: repeat each P,
        run: @escaping @Sendable (Engine, repeat (each P).Value) throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(repeat each parameters), reply: R.shape,
            blockRule: .refused,
            body: .apart {
                (engine: Engine, request: inout Request, reply: inout ReplyWriter)
                    throws(Rejection) in
                let values = (repeat try (each parameters).take(&request))
                try run(engine, repeat each values).write(to: &reply)
            }, parse: parse(repeat each parameters))
    }

    /// A write: one atomic transaction with its event, repeatable by `IDEM`.
    static func write<each P: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, kind: WriteKind, events: [EventType], inBlock blockRule: BlockRule = .queued,
        isOpen: Bool = false, _ parameters: repeat each P,
        run:
            @escaping @Sendable (inout Transaction, repeat (each P).Value)
            throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(repeat each parameters) + kind.slots, reply: R.shape,
            events: events, blockRule: blockRule,
            createdPrefix: kind == .create ? R.createdPrefix : nil, isOpen: isOpen,
            body: .write(
                writeBody(
                    repeat each parameters, kind: kind, keepsKeys: group == .money, run: run)),
            parse: parse(repeat each parameters, kind: kind))
    }

    /// A command that writes when its optional positional is given, or one of the keywords in
    /// `writingWith`, or without `readingWith`, and else reads: a handful of rows with `readsRow`.
    static func either<each P: Parameter, Q: ReplyValue, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, kind: WriteKind, events: [EventType], writingWith keywords: [String] = [],
        readingWith keyword: String? = nil, readsRow: Bool = false,
        inBlock blockRule: BlockRule = .queued, _ parameters: repeat each P,
        read: @escaping @Sendable (inout Reader, repeat (each P).Value) throws(Rejection) -> Q,
        write:
            @escaping @Sendable (inout Transaction, repeat (each P).Value)
            throws(Rejection) -> R
    ) -> Command {
        Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(repeat each parameters) + kind.slots, reply: Q.shape,
            events: events, blockRule: blockRule, writingKeywords: keywords,
            readingKeyword: keyword,
            body: .either(
                read: readBody(repeat each parameters, run: read),
                write: writeBody(repeat each parameters, kind: kind, run: write),
                readsRow: readsRow),
            parse: parse(repeat each parameters, kind: kind))
    }

    /// The same, where a row is read by its first argument alone.
    static func either<P: Parameter, each K: Parameter, R: ReplyValue>(
        _ name: String, _ summary: String, group: CommandGroup, by roles: Roles,
        reach: Reach, kind: WriteKind, events: [EventType], _ first: P, _ others: repeat each K,
        read:
            @escaping @Sendable (inout Reader, P.Value, repeat (each K).Value)
            throws(Rejection) -> R,
        readAlone:
            @escaping @Sendable (inout Reader, inout ReplyWriter, P.Value)
            throws(Rejection) -> Void,
        write:
            @escaping @Sendable (inout Transaction, P.Value, repeat (each K).Value)
            throws(Rejection) -> R
    ) -> Command {
        let whole = readBody(first, repeat each others, run: read)
        let countAlone = name.utf8.split(separator: UInt8(ascii: " ")).count + first.slots.count
        return Command(
            name: name, summary: summary, group: group, roles: roles,
            reach: reach, slots: flattenSlots(first, repeat each others) + kind.slots,
            reply: R.shape, events: events,
            body: .either(
                read: {
                    (reader: inout Reader, request: inout Request, reply: inout ReplyWriter)
                        throws(Rejection) in
                    guard request.frame.count == countAlone else {
                        return try whole(&reader, &request, &reply)
                    }
                    let value = try first.take(&request)
                    try readAlone(&reader, &reply, value)
                    try reader.checkFault()
                },
                write: writeBody(first, repeat each others, kind: kind, run: write),
                readsRow: true),
            parse: parse(first, repeat each others, kind: kind))
    }

    private static func parse<each P: Parameter>(
        _ parameters: repeat each P, kind: WriteKind? = nil
    ) -> Parse {
        { (request: inout Request) throws(Rejection) in
            _ = (repeat try (each parameters).take(&request))
            if let kind { _ = try kind.take(&request) }
        }
    }

    private static func writeBody<each P: Parameter, R: ReplyValue>(
        _ parameters: repeat each P, kind: WriteKind, keepsKeys: Bool = false,
        run:
            @escaping @Sendable (inout Transaction, repeat (each P).Value)
            throws(Rejection) -> R
    ) -> WriteBody {
        {
            (transaction: inout Transaction, request: inout Request, reply: inout ReplyWriter)
                throws(Rejection) in
            let values = (repeat try (each parameters).take(&request))
            let (version, key) = try kind.take(&request)
            transaction.expectedVersion = version
            if let key {
                let asked = transaction.asked(key, request.fingerprint, forEver: keepsKeys)
                if try transaction.repeatReply(
                    of: asked, secretRemedy: R.secretRemedy, into: &reply)
                {
                    return
                }
                transaction.asked = asked
            }
            let result = try run(&transaction, repeat each values)
            precondition(transaction.expectedVersion == nil, "an update did not look at its IF")
            // The last step answers.
            if transaction.isUnfinished { return }
            if transaction.isInBlock { transaction.created = result.createdID }
            result.write(to: &reply)
            if let asked = transaction.asked { transaction.keepReply(result, for: asked) }
        }
    }

    private static func readBody<each P: Parameter, R: ReplyValue>(
        _ parameters: repeat each P,
        run: @escaping @Sendable (inout Reader, repeat (each P).Value) throws(Rejection) -> R
    ) -> ReadBody {
        {
            (reader: inout Reader, request: inout Request, reply: inout ReplyWriter)
                throws(Rejection) in
            let values = (repeat try (each parameters).take(&request))
            let result = try run(&reader, repeat each values)
            try reader.checkFault()
            result.write(to: &reply)
        }
    }

    private static func answerBody<each P: Parameter>(
        _ parameters: repeat each P,
        answer:
            @escaping @Sendable (inout Reader, inout ReplyWriter, repeat (each P).Value)
            throws(Rejection) -> Void
    ) -> ReadBody {
        {
            (reader: inout Reader, request: inout Request, reply: inout ReplyWriter)
                throws(Rejection) in
            let values = (repeat try (each parameters).take(&request))
            try answer(&reader, &reply, repeat each values)
            try reader.checkFault()
        }
    }
}

func flattenSlots<each P: Parameter>(_ parameters: repeat each P) -> [ParameterSlot] {
    var slots: [ParameterSlot] = []
    repeat slots.append(contentsOf: (each parameters).slots)
    return slots
}
