import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// What clients say and ask about their own connection, and operators about all of them.
    static let client: [Command] = ownConnection + allConnections

    private static let ownConnection: [Command] = [
        .local("CLIENT ID", "Answers the connection's number.", run: clientID),
        .local("CLIENT INFO", "Answers one line about the connection.", run: clientInfo),
        .local(
            "CLIENT GETNAME", "Answers the connection's name, or null.", run: clientGetName),
        .local(
            "CLIENT SETNAME", "Names the connection; an empty name takes it away.",
            Positional("name", ConnectionName.self), run: clientSetName),
        .local(
            "CLIENT SETINFO", "Notes the name or version of the client's library.",
            Positional("attribute", Choice<LibraryAttribute>.self),
            Positional("value", ConnectionName.self), run: clientSetInfo),
        .local(
            "CLIENT NO-EVICT", "Accepts either word: no connection is ever evicted for memory.",
            Positional("switch", Choice<Switch>.self), run: clientSwitch),
        .local(
            "CLIENT NO-TOUCH", "Accepts either word: reading changes no row here.",
            Positional("switch", Choice<Switch>.self), run: clientSwitch),
        .local(
            "CLIENT REPLY", "Accepts on: every request is answered.",
            Positional("mode", Choice<ReplyMode>.self), run: clientReply),
    ]

    private static let allConnections: [Command] = [
        .muster(
            "CLIENT LIST", "Answers a line for each connection: all, of a TYPE, or by ID.",
            reply: HumanText.shape, Words<Text>("filter"), run: clientList),
        .muster(
            "CLIENT KILL", "Closes the connections that meet every condition; answers how many.",
            reply: ReplyShape(.any), OptionalPositional("addr:port", Text.self),
            Keyword<Number>("ID"), Keyword<Text>("ADDR"), Keyword<Text>("LADDR"),
            Keyword<Choice<ClientType>>("TYPE"), Keyword<Text>("USER"),
            Keyword<Choice<YesOrNo>>("SKIPME"), Keyword<Number>("MAXAGE"), run: clientKill),
        .muster(
            "CLIENT LASTSEQ",
            "Answers this connection's last commit and view of the log of commits.",
            reply: ReplyShape(.map, fields: ["commit", "view"]), by: .house,
            run: clientLastSequence),
        .muster(
            "CLIENT UNBLOCK", "Has a connection that waits for events answered now.",
            reply: Count.shape, Positional("id", Number.self),
            OptionalPositional("how", Choice<Unblocking>.self), run: clientUnblock),
    ]
}

private func clientID(_ context: inout LocalContext) throws(Rejection) -> Count {
    Count(Int64(clamping: context.session.number))
}

private func clientInfo(_ context: inout LocalContext) throws(Rejection) -> HumanText {
    HumanText(context.session.infoLine(ConnectionState(), now: context.now) + "\n")
}

private func clientGetName(_ context: inout LocalContext) throws(Rejection) -> Word? {
    let name = context.session.name
    return name.isEmpty ? nil : Word(name)
}

private func clientSetName(
    _ context: inout LocalContext, _ name: ConnectionName
) throws(Rejection) -> Done {
    context.session.name = try connectionText(name.text, "Client names")
    return Done()
}

private func clientSetInfo(
    _ context: inout LocalContext, _ attribute: Choice<LibraryAttribute>, _ value: ConnectionName
) throws(Rejection) -> Done {
    let text = try connectionText(value.text, "\(attribute.value.word)")
    switch attribute.value {
    case .name: context.session.libraryName = text
    case .version: context.session.libraryVersion = text
    }
    return Done()
}

/// A name that fits into a line of CLIENT LIST; Redis's words for one that does not.
func connectionText(_ text: Text, _ what: String) throws(Rejection) -> Text {
    guard text.bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
        throw .syntax("\(what) cannot contain spaces, newlines or special characters.")
    }
    guard text.count <= EngineLimits.connectionNameBytesMax else {
        throw .invalid("name", "at most \(EngineLimits.connectionNameBytesMax) bytes")
    }
    return text
}

private func clientSwitch(
    _ context: inout LocalContext, _ position: Choice<Switch>
) throws(Rejection) -> Done {
    Done()
}

private func clientReply(
    _ context: inout LocalContext, _ mode: Choice<ReplyMode>
) throws(Rejection) -> Done {
    guard mode.value == .on else {
        throw .syntax("CLIENT REPLY \(mode.value.word) is not served: every request is answered")
    }
    return Done()
}

// MARK: - All connections

private func clientList(
    _ context: inout LocalContext, _ words: [Text]
) throws(Rejection) -> Muster {
    var filter = ClientFilter()
    var rest = words[...]
    while let option = rest.popFirst() {
        if option.bytes.matches("TYPE"), let word = rest.popFirst() {
            guard let type = ClientType(word: word.bytes) else {
                throw .syntax("Unknown client type \(word.bytes.quoted)")
            }
            filter.type = type
        } else if option.bytes.matches("ID"), !rest.isEmpty {
            // The ids go on to the end, or to TYPE.
            let count = rest.firstIndex { $0.bytes.matches("TYPE") } ?? rest.endIndex
            filter.ids = try Set(
                rest[..<count].map { word throws(Rejection) in
                    guard let id = word.bytes.decimal else { throw .syntax("Invalid client ID") }
                    return id
                })
            rest = rest[count...]
        } else {
            throw .syntax("syntax error")
        }
    }
    return Muster(
        purpose: .list, filter: filter, asker: context.session.number, now: context.now)
}

private func clientKill(
    _ context: inout LocalContext, _ oldForm: Text?, _ id: Number?, _ address: Text?,
    _ localAddress: Text?, _ type: Choice<ClientType>?, _ user: Text?,
    _ skipsAsker: Choice<YesOrNo>?, _ age: Number?
) throws(Rejection) -> Muster {
    let asker = context.session.number
    var filter = ClientFilter()
    filter.address = oldForm ?? address
    filter.localAddress = localAddress
    filter.ids = id.map { [$0.value] }
    filter.type = type?.value
    filter.user = user
    filter.ageMin = age.map { Int64(clamping: $0.value) }
    let hasCondition =
        id != nil || address != nil || localAddress != nil || type != nil || user != nil
        || age != nil || skipsAsker != nil
    guard (oldForm != nil) != hasCondition else { throw .syntax("syntax error") }
    if let oldForm, !oldForm.bytes.contains(UInt8(ascii: ":")) {
        throw .syntax(
            "\(oldForm.bytes.quoted) is neither a condition of CLIENT KILL nor an address:port")
    }
    if oldForm == nil, skipsAsker?.value != .no { filter.except = asker }
    return Muster(
        purpose: .kill(isOldForm: oldForm != nil), filter: filter, asker: asker, now: context.now)
}

private func clientUnblock(
    _ context: inout LocalContext, _ id: Number, _ how: Choice<Unblocking>?
) throws(Rejection) -> Muster {
    var filter = ClientFilter()
    filter.ids = [id.value]
    return Muster(
        purpose: .unblock(asError: how?.value == .error), filter: filter,
        asker: context.session.number, now: context.now)
}

private func clientLastSequence(_ context: inout LocalContext) throws(Rejection) -> Muster {
    let session = context.session
    return Muster(
        purpose: .positions(commit: session.lastCommit, view: session.lastView),
        filter: ClientFilter(ids: []), asker: session.number, now: context.now)
}
