import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// Everything about the connection itself, most of it in Redis's words.
    static let session: [Command] = connection + login + block + client + redisTools + tools

    private static let tools = configuration + slowLog + latency

    private static let connection: [Command] = [
        .local(
            "PING", "Answers PONG, or the message, so that a caller knows the server is there.",
            plainly: "PONG", isOpen: true, OptionalPositional("message", AnyBytes.self), run: ping),
        .local("ECHO", "Answers the message.", Positional("message", AnyBytes.self), run: echo),
        .local(
            "HELLO", "Chooses RESP2 or RESP3 and answers who the server is.", inBlock: .refused,
            inTurn: true, isOpen: true,
            OptionalPositional("protover", Text.self),
            KeywordPair<Secret, Secret>("AUTH", "user token", isSensitive: true),
            Keyword<ConnectionName>("SETNAME"), run: hello),
        .local(
            "FORMAT", "Chooses how inline requests on this connection are answered.",
            inBlock: .refused, isOpen: true,
            Positional("format", Choice<InlineDialect>.self), run: format),
        .local(
            "WHOAMI", "Answers the caller's user, role, partner and referrer.", run: whoAmI),
        .local(
            "SELECT", "Accepts the one database there is.", Positional("index", Text.self),
            run: select),
        .local(
            "RESET", "Brings the connection back to the state in which it began.",
            inBlock: .atOnce, inTurn: true, isOpen: true, run: reset),
        .local(
            "QUIT", "Answers OK and closes the connection.", inBlock: .atOnce, isOpen: true,
            run: quit),
    ]
}

extension LocalContext {
    /// The dialect of this request's reply, after whatever the command has changed.
    var replyFormat: ReplyFormat { isRESP ? session.resp : session.inlineFormat }
}

// MARK: - Handlers

private func ping(_ context: inout LocalContext, _ message: AnyBytes?) throws(Rejection) -> Pong {
    let session = context.session
    if !session.subscriptions.isEmpty, session.pushFormat == .resp2, context.replyFormat == .resp2 {
        return .subscribed(Text(message?.bytes ?? []))
    }
    return message.map { .message(Text($0.bytes)) } ?? .pong
}

private func echo(_ context: inout LocalContext, _ message: AnyBytes) throws(Rejection) -> Word {
    Word(Text(message.bytes))
}

private func format(
    _ context: inout LocalContext, _ dialect: Choice<InlineDialect>
) throws(Rejection) -> Switched {
    switch dialect.value {
    case .text: context.session.inlineFormat = .text
    case .json: context.session.inlineFormat = .json
    case .resp: context.session.inlineFormat = context.session.resp
    }
    return Switched(status: "OK", format: context.replyFormat)
}

private func whoAmI(_ context: inout LocalContext) throws(Rejection) -> Identity {
    Identity(caller: context.session.caller)
}

private func select(_ context: inout LocalContext, _ index: Text) throws(Rejection) -> Done {
    guard index == "0" else { throw .syntax("DB index is out of range") }
    return Done()
}

private func reset(_ context: inout LocalContext) throws(Rejection) -> Switched {
    context.session.stopListening(context.engine.channels)
    context.session.reset()
    context.engine.welcome(context.session)
    return Switched(status: "RESET", format: context.replyFormat)
}

private func quit(_ context: inout LocalContext) throws(Rejection) -> Done {
    context.session.isClosing = true
    return Done()
}

// MARK: - Replies

/// `+PONG`, or the message that came with PING.
private enum Pong: ReplyValue {
    static let shape = ReplyShape(.any)
    case pong
    case message(Text)
    /// Among pushes that are arrays, Redis answers an array, too.
    case subscribed(Text)
    func write(to reply: inout ReplyWriter) {
        switch self {
        case .pong: reply.status("PONG")
        case .message(let text): reply.stringOrBinary(text.bytes)
        case .subscribed(let text):
            reply.beginList(2)
            reply.string("pong")
            reply.string(text.bytes)
            reply.endList()
        }
    }
}

/// A status that is already in the dialect it announces.
private struct Switched: ReplyValue {
    static let shape = ReplyShape(.status)
    let status: StaticString
    let format: ReplyFormat
    func write(to reply: inout ReplyWriter) {
        reply.format = format
        reply.status(status)
    }
}

/// Who the caller is.
private struct Identity: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["user", "role", "partner", "referrer"])
    let caller: Caller
    func write(to reply: inout ReplyWriter) {
        reply.beginMap(4)
        reply.key("user")
        reply.string(caller.name.bytes)
        reply.key("role")
        reply.string(caller.role.word)
        reply.key("partner")
        FieldValue.optional(caller.partner).write(to: &reply)
        reply.key("referrer")
        FieldValue.optional(caller.referrer).write(to: &reply)
        reply.endMap()
    }
}
