import LeadlineDomain
import LeadlineWire

/// Chooses the connection's protocol; an inline HELLO turns inline replies to RESP, too.
///
/// The reply is already in the protocol that was asked for. Anything but 2 and 3 is NOPROTO, the
/// code on which clients fall back to RESP2 (`protocol.md` 7).
func hello(
    _ context: inout LocalContext, _ version: Text?, _ login: (Secret, Secret)?,
    _ name: ConnectionName?
) throws(Rejection) -> Greeting {
    let session = context.session
    let chosen = try version.map { text throws(Rejection) in try protocolVersion(text) }
    let name = try name.map { text throws(Rejection) in
        try connectionText(text.text, "Client names")
    }
    if let (user, token) = login { try context.logIn(as: user.text, with: token.text) }
    guard session.isAuthenticated else { throw .helloWithoutLogin }
    if let chosen {
        session.protocolVersion = chosen
        let isInlineRESP = session.inlineFormat == .resp2 || session.inlineFormat == .resp3
        if !context.isRESP || isInlineRESP { session.inlineFormat = session.resp }
    }
    if let name { session.name = name }
    return Greeting(
        version: session.protocolVersion, connection: session.number, format: context.replyFormat)
}

extension Rejection {
    /// Redis's words for a HELLO that comes before the login.
    fileprivate static let helloWithoutLogin = Rejection(
        .noLogin,
        "HELLO must be called with the client already authenticated, otherwise the "
            + "HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client "
            + "and select the RESP protocol version at the same time")
    /// What Redis says where nobody can log in because no password exists.
    static let noPassword = Rejection.syntax(
        "AUTH <password> called without any password configured for the default user. "
            + "Are you sure your configuration is correct?")
}

private func protocolVersion(_ text: Text) throws(Rejection) -> Int {
    switch text {
    case "2": return 2
    case "3": return 3
    default: throw Rejection(.noProtocol, "unsupported protocol version")
    }
}

/// Who the server is, as every Redis client wants to be told.
struct Greeting: ReplyValue {
    static let shape = ReplyShape(
        .map, fields: ["server", "version", "proto", "id", "mode", "role", "modules"])
    let version: Int
    let connection: UInt64
    let format: ReplyFormat

    func write(to reply: inout ReplyWriter) {
        reply.format = format
        reply.beginMap(7)
        reply.key("server")
        reply.string("leadline")
        reply.key("version")
        reply.string(Release.version)
        reply.key("proto")
        reply.integer(Int64(version))
        reply.key("id")
        reply.integer(Int64(clamping: connection))
        reply.key("mode")
        reply.string("standalone")
        reply.key("role")
        reply.string("master")
        reply.key("modules")
        reply.beginList(0)
        reply.endList()
        reply.endMap()
    }
}
