package import LeadlineDomain
package import LeadlineWire

/// The chapter of the reference a command stands in: `HELP @lead`.
package enum CommandGroup: String, CaseIterable, Sendable {
    case session, user, partner, lead, assignment, money, report, events, operations
}

/// One command, declared once: name, grammar, rights, reply and handler.
///
/// Parsing, arity, roles, HELP, COMMAND DOCS, completion and the pages in `Protocol/` are all
/// derived from values of this type.
package final class Command: Sendable {
    /// How a command runs; a handler that writes cannot be registered as one that reads.
    enum Body: Sendable {
        /// On the connection's own loop: touches the session, never the store.
        case local(LocalBody)
        /// Asks every connection, each on its own loop.
        case muster(MusterBody)
        /// A handful of point reads, on the connection's loop.
        case row(ReadBody)
        /// Scans or waits, off the loop.
        case scan(ReadBody)
        /// Takes long: on a thread for such alone, so that no other request waits for it.
        case apart(ApartBody)
        /// In the writer, inside one transaction.
        case write(WriteBody)
        /// Writes when its optional positional is given, else reads: rows or a scan.
        case either(read: ReadBody, write: WriteBody, readsRow: Bool)
    }
    typealias WriteBody =
        @Sendable (inout Transaction, inout Request, inout ReplyWriter) throws(Rejection) -> Void
    typealias LocalBody =
        @Sendable (inout LocalContext, inout Request, inout ReplyWriter) throws(Rejection) -> Void
    typealias MusterBody =
        @Sendable (inout LocalContext, inout Request) throws(Rejection) -> Muster
    typealias ReadBody =
        @Sendable (inout Reader, inout Request, inout ReplyWriter) throws(Rejection) -> Void
    typealias ApartBody =
        @Sendable (Engine, inout Request, inout ReplyWriter) throws(Rejection) -> Void
    typealias Parse = @Sendable (inout Request) throws(Rejection) -> Void

    /// Upper case; `CLIENT SETNAME` is a container's subcommand.
    package let name: String
    /// What the command does, in one sentence.
    package let summary: String
    /// The chapter it stands in.
    package let group: CommandGroup
    /// Who may call it; which rows each of them reaches is decided on the row.
    package let roles: Roles
    /// Behind which wall the rows stand that it shows or changes.
    package let reach: Reach
    package let slots: [ParameterSlot]
    /// The documented form of its successful reply.
    package let reply: ReplyShape
    /// The events that it may cause; empty for reads.
    package let events: [EventType]
    /// What becomes of it between MULTI and EXEC.
    package let blockRule: BlockRule
    /// The letters of the ids that it creates; nil when it creates nothing that has one.
    let createdPrefix: StaticString?
    /// Whether it waits until everything before it is answered; of session commands only.
    let isOrdered: Bool
    /// Whether it is served before the connection has logged in.
    package let isOpen: Bool
    /// The status that always answers the command without arguments; nil where it depends.
    let plainStatus: StaticString?
    /// The keywords with which a command writes that else reads.
    private let writingKeywords: [String]
    /// The keyword with which a command only reads that writes without it.
    private let readingKeyword: String?
    let body: Body
    /// Decodes a matched request's arguments and does nothing with them: MULTI refuses early what
    /// EXEC could not run.
    let parse: Parse

    /// Indexes into `slots`.
    let positionals: [Int]
    /// Where in a request that begins which may be left out.
    private let firstOptional: Int
    let keywords: [Int]
    /// Keywords that have to be given.
    let requiredKeywords: [Int]
    /// Of each slot, what matching looks at.
    let rules: [SlotRule]
    /// The slot of `IDEM`, where a request can have a key.
    let keySlot: Int?
    /// Words of the name: 2 for a subcommand.
    package let wordCount: Int
    private let keywordNames: [FoldedWord]

    init(
        name: String, summary: String, group: CommandGroup, roles: Roles,
        reach: Reach, slots: [ParameterSlot], reply: ReplyShape, events: [EventType] = [],
        blockRule: BlockRule = .queued, createdPrefix: StaticString? = nil,
        isOrdered: Bool = false, isOpen: Bool = false, plainStatus: StaticString? = nil,
        writingKeywords: [String] = [], readingKeyword: String? = nil, body: Body,
        parse: @escaping Parse = { (_: inout Request) throws(Rejection) in }
    ) {
        self.name = name
        self.summary = summary
        self.group = group
        precondition(reach.fits(roles, slots), "\(name): its reach fits neither roles nor slots")
        self.roles = roles
        self.reach = reach
        self.slots = slots
        self.reply = reply
        self.events = events
        self.blockRule = blockRule
        self.createdPrefix = createdPrefix
        self.isOrdered = isOrdered
        self.isOpen = isOpen
        self.plainStatus = plainStatus
        self.writingKeywords = writingKeywords
        self.readingKeyword = readingKeyword
        self.body = body
        self.parse = parse
        let positionals = slots.indices.filter { !slots[$0].isKeyword }
        self.positionals = positionals
        firstOptional =
            name.utf8.split(separator: UInt8(ascii: " ")).count
            + positionals.count { slots[$0].isRequired }
        keywords = slots.indices.filter { slots[$0].isKeyword }
        requiredKeywords = keywords.filter { slots[$0].isRequired }
        rules = slots.map { SlotRule($0) }
        keySlot = keywords.last { slots[$0].name == "IDEM" }
        keywordNames = keywords.map { FoldedWord(Bytes(slots[$0].name.utf8)) }
        wordCount = name.split(separator: " ").count
    }

    /// The slot of the keyword that `word` spells in any case, or nil.
    func keywordSlot(_ word: Bytes) -> Int? {
        guard !keywordNames.isEmpty else { return nil }
        let folded = FoldedWord(word)
        for index in keywordNames.indices where keywordNames[index] == folded {
            return keywords[index]
        }
        return nil
    }

    func nearestKeyword(to word: Bytes) -> String? {
        Nearest.word(to: Text(word), among: keywords.map { slots[$0].name })
    }

    /// Redis's words for too few or too many arguments; a subcommand is named `client|setname`.
    var arityRejection: Rejection {
        let shown = name.lowercased().split(separator: " ").joined(separator: "|")
        return .syntax("wrong number of arguments for '\(shown)' command")
    }

    /// Least number of arguments after the name.
    package var argumentCountMin: Int {
        slots.reduce(0) { $0 + (!$1.isRequired ? 0 : $1.isKeyword ? 1 + $1.valueCount : 1) }
    }

    /// Whether more arguments than the least may follow.
    package var isVariadic: Bool { slots.contains { !$0.isRequired || $0.isRepeatable } }

    /// Redis's arity: counts the name, negative when it is a minimum.
    package var arity: Int {
        let least = wordCount + argumentCountMin
        return isVariadic ? -least : least
    }

    /// Whether this request of the command writes.
    package func writes(_ frame: Frame) -> Bool {
        switch body {
        case .local, .muster, .row, .scan, .apart: return false
        case .write: return true
        case .either:
            if let readingKeyword { return !gives(in: frame) { $0 == readingKeyword } }
            // Most requests that read give nothing that may be left out.
            return frame.count > firstOptional
                && (givesOptionalPositional(frame) || givesWritingKeyword(frame))
        }
    }

    /// Whether one of the keywords is given with which the command writes.
    private func givesWritingKeyword(_ frame: Frame) -> Bool {
        guard !writingKeywords.isEmpty else { return false }
        return gives(in: frame) { writingKeywords.contains($0) }
    }

    /// Whether such a keyword is given.
    private func gives(in frame: Frame, _ isWanted: (String) -> Bool) -> Bool {
        var index = firstOptional
        while index < frame.count {
            guard let slot = keywordSlot(frame[index]) else { return false }
            if isWanted(slots[slot].name) { return true }
            index += 1 + slots[slot].valueCount
        }
        return false
    }

    /// Whether something stands in the place of the first positional that may be left out.
    private func givesOptionalPositional(_ frame: Frame) -> Bool {
        guard let slot = positionals.first(where: { !slots[$0].isRequired }) else { return false }
        return takesPositional(slot, frame, at: firstOptional)
    }

    /// Whether the argument at `index` is the value of the optional positional of `slot`.
    ///
    /// A keyword's name ends the positionals; only a lone word may be text all the same.
    func takesPositional(_ slot: Int, _ frame: Frame, at index: Int) -> Bool {
        guard index < frame.count else { return false }
        guard keywordSlot(frame[index]) != nil else { return true }
        return index + 1 == frame.count && slots[slot].takesLoneKeyword
    }

    /// Whether any of its arguments is a secret, such as a token.
    var takesSecrets: Bool {
        slots.contains { $0.type.split(separator: " ").last.map(String.init) == Secret.typeName }
    }

    /// Whether the command can write at all.
    package var isWrite: Bool {
        switch body {
        case .local, .muster, .row, .scan, .apart: false
        case .write, .either: true
        }
    }

    /// `LEAD.GET lead [FIELD name value]…` as HELP shows it.
    package var usage: String {
        ([name] + slots.map(\.usage)).joined(separator: " ")
    }
}

extension ParameterSlot {
    /// The slot as HELP shows it: brackets around what may be left out.
    package var usage: String {
        let value = choices.isEmpty ? (isKeyword ? type : name) : choices.joined(separator: "|")
        var text = !isKeyword ? value : valueCount == 0 ? name : "\(name) \(value)"
        if !isRequired { text = "[\(text)]" }
        return isRepeatable ? text + "…" : text
    }
}
