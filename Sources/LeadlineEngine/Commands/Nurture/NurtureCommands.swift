import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// The links of mailings.
    static let nurture: [Command] = [
        .write(
            "NURTURE.NEW", "Makes the two links of a mail: to ask for a quote, to unsubscribe.",
            group: .lead, by: .mailers, reach: .mailing, kind: .create,
            events: [.nurtureCreated], RequiredKeyword<Address>("EMAIL"),
            Keyword<Plain<CampaignID>>("CAMPAIGN"), Keyword<Topic>("TOPIC"), run: nurtureNew),
        .row(
            "NURTURE.OPEN", "Answers what a link is for, and changes nothing.", group: .lead,
            by: .mailers, reach: .mailing, Positional<LinkToken>("token"), run: nurtureOpen),
        .write(
            "NURTURE.UNSUBSCRIBE", "Notes that an address wants no more mail.", group: .lead,
            by: .mailers, reach: .mailing, kind: .create, events: [.nurtureUnsubscribed],
            OptionalPositional<LinkToken>("token"), Keyword<Address>("EMAIL"),
            Keyword<Topic>("TOPIC"), Flag("CONFIRM"), run: nurtureUnsubscribe),
        .write(
            "NURTURE.QUOTE", "Makes a lead of a link's customer, or adds to the one there is.",
            group: .lead, by: .mailers, reach: .mailing, kind: .create,
            events: [
                .nurtureQuoted, .leadCreated, .leadUpdated, .leadRegistered, .leadExpired,
                .leadPromoted, .leadNoted, .leadScored,
            ],
            Positional<LinkToken>("token"), LeadForm.new, run: nurtureQuote),
    ]
}

// MARK: - Links

/// What NURTURE.NEW answers: the tokens of the two links.
struct NurtureTokens: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["quote", "unsubscribe"])
    static let isSecret = true
    static let secretRemedy: StaticString = "NURTURE.NEW with another key"
    let quote: AccessToken
    let unsubscribe: AccessToken

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("quote")
        reply.string(quote.text.bytes)
        reply.key("unsubscribe")
        reply.string(unsubscribe.text.bytes)
        reply.endMap()
    }
}

private func nurtureNew(
    tx: inout Transaction, email: Address, campaign: Plain<CampaignID>?, topic: Topic?
) throws(Rejection) -> NurtureTokens {
    let campaign = try campaign.map { (campaign: Plain<CampaignID>) throws(Rejection) in
        try tx.nurtureCampaign(campaign.id)
    }
    let address = tx.suppressionAddress(of: email.key)
    guard !tx.changes.view.isSuppressed(address, topic?.text) else {
        let about = topic.map { " from \($0.text.bytes.quoted)" } ?? ""
        throw Rejection(.suppressed, "the address has unsubscribed\(about)")
    }
    let tokens = NurtureTokens(quote: tx.newToken(), unsubscribe: tx.newToken())
    let link = NurtureLink(
        id: tx.changes.next(IDSequence.nurtureLink), email: email.text, emailKey: email.key,
        address: address, topic: topic?.text, campaign: campaign, quote: tokens.quote.digest,
        unsubscribe: tokens.unsubscribe.digest, created: tx.now, creator: tx.caller.name)
    tx.changes.insert(Schema.nurtureLinks.table, link)
    var data = EventData()
    if let topic { data.member("topic", .text(topic.text)) }
    if let campaign { data.member("campaign", .id(campaign)) }
    var personal = EventData()
    personal.member("email", .text(email.text))
    tx.record(
        .nurtureCreated, EventSubject(name: link.subject), data: data, personal: personal)
    return tokens
}

extension NurtureLink {
    /// How events and PERSON name it.
    var subject: Text { Text("link:\(id)") }

    /// What PERSON tells of it; never a token.
    static let held: [EntityField<NurtureLink>] = [
        EntityField("email", personal: true) { .optional($0.email) },
        EntityField("topic") { .optional($0.topic) },
        EntityField("campaign") { .optional($0.campaign) },
        EntityField("created") { .time($0.created) },
    ]
}

/// What one token of a link is for.
enum LinkPurpose {
    case quote
    case unsubscribe

    var word: StaticString {
        switch self {
        case .quote: "quote"
        case .unsubscribe: "unsubscribe"
        }
    }
}

extension View {
    /// A customer's links behind a number, the oldest first.
    ///
    /// Fewer than asked for only at the end: the index holds fingerprints, and who shares one is
    /// passed over.
    mutating func nurtureLinks(
        ofCustomer key: Text, after number: UInt64?, limit: Int
    ) -> [NurtureLink] {
        var links: [NurtureLink] = []
        var place = number
        while links.count < limit {
            let wanted = limit - links.count
            let found = ids(
                Schema.nurtureLinks.byCustomer, Fingerprint64(key).raw,
                after: place.map { (Nothing(), $0) }, limit: wanted)
            links += found.compactMap { get(Schema.nurtureLinks.table, $0.id) }
                .filter { $0.emailKey == key }
            guard found.count == wanted else { break }
            place = found.last?.id
        }
        return links
    }

    /// The link that a token is of, and what that one is for.
    mutating func link(
        _ token: LinkToken
    ) throws(Rejection) -> (link: NurtureLink, purpose: LinkPurpose) {
        let id = holder(Schema.nurtureLinks.byToken, TokenKey(digest: token.digest))
        guard let id, let link = get(Schema.nurtureLinks.table, id) else {
            // The token is not said again: it may be the secret of another place.
            guard fault == nil else { throw absent("link", "") }
            throw Rejection(.notFound, "no such link")
        }
        return (link, link.quote.isSame(as: token.digest) ? .quote : .unsubscribe)
    }

    /// The link, if the token is for that.
    mutating func link(
        _ token: LinkToken, for purpose: LinkPurpose
    ) throws(Rejection) -> NurtureLink {
        let (link, found) = try self.link(token)
        guard found == purpose else { throw .invalid("token", "is to \(found.word)") }
        return link
    }
}

/// What NURTURE.OPEN answers.
struct OpenedLink: ReplyValue {
    static let shape = ReplyShape(
        .map, fields: ["purpose", "email", "topic", "campaign", "suppressed", "created"])
    let link: NurtureLink
    let purpose: LinkPurpose
    let isSuppressed: Bool

    private static let fields = FieldTable<OpenedLink>([
        EntityField("purpose") { .word(StaticWord($0.purpose.word)) },
        EntityField("email") { .optional($0.link.email) },
        EntityField("topic") { .optional($0.link.topic) },
        EntityField("campaign") { .optional($0.link.campaign) },
        EntityField("suppressed") { .yesNo($0.isSuppressed) },
        EntityField("created") { .time($0.link.created) },
    ])

    func write(to reply: inout ReplyWriter) { Self.fields.writeMap(self, to: &reply) }
}

private func nurtureOpen(
    reader: inout Reader, token: LinkToken
) throws(Rejection) -> OpenedLink {
    let (link, purpose) = try reader.view.link(token)
    return OpenedLink(
        link: link, purpose: purpose,
        isSuppressed: reader.view.isSuppressed(link.address, link.topic))
}

// MARK: - Unsubscribing

private func nurtureUnsubscribe(
    tx: inout Transaction, token: LinkToken?, email: Address?, topic: Topic?, isConfirmed: Bool
) throws(Rejection) -> Done {
    let address: Digest256
    let about: Text?
    switch (token, email) {
    case (let token?, nil):
        let link = try tx.changes.view.link(token, for: .unsubscribe)
        guard topic == nil || topic?.text == link.topic else {
            throw .invalid("topic", "the link has its own")
        }
        (address, about) = (link.address, link.topic)
    case (nil, let email?):
        (address, about) = (tx.suppressionAddress(of: email.key), topic?.text)
    case (nil, nil), (_?, _?):
        throw .syntax("NURTURE.UNSUBSCRIBE takes a token or EMAIL")
    }
    guard isConfirmed else {
        throw .invalid("confirm", "unsubscribing needs CONFIRM; nothing was changed")
    }
    tx.suppress(address, about, .nurtureUnsubscribed)
    return Done()
}

// MARK: - Forgetting

extension Transaction {
    /// Takes the address out of a customer's links and their events; what is unsubscribed stays so.
    ///
    /// At most so many links, which are taken off the budget; answers whether none is left.
    mutating func forgetLinks(ofCustomer key: Text, _ budget: inout Int) -> Bool {
        var place: UInt64?
        while true {
            guard budget > 0 else { return false }
            let found = changes.view.ids(
                Schema.nurtureLinks.byCustomer, Fingerprint64(key).raw,
                after: place.map { (Nothing(), $0) }, limit: budget)
            guard let last = found.last else { return true }
            place = last.id
            for entry in found {
                guard let link = changes.view.get(Schema.nurtureLinks.table, entry.id),
                    link.emailKey == key
                else { continue }
                forget(link)
                budget -= 1
            }
        }
    }

    private mutating func forget(_ old: NurtureLink) {
        var link = old
        link.email = nil
        link.emailKey = nil
        changes.put(Schema.nurtureLinks.table, link)
        let told = changes.view.ids(
            Schema.events.bySubject, Fingerprint64(link.subject).raw,
            limit: EngineLimits.pageRowsDefault)
        for entry in told {
            guard var event = changes.view.get(Schema.events.table, entry.id),
                event.subject == link.subject, case .kept = event.personal,
                let digest = event.personal.digest
            else { continue }
            event.personal = .erased(digest)
            changes.put(Schema.events.table, event)
        }
    }

    /// The campaign that a new link may be of: one that is not over yet.
    fileprivate mutating func nurtureCampaign(_ id: CampaignID) throws(Rejection) -> CampaignID {
        let campaign = try changes.view.campaign(id)
        guard campaign.state(at: now) != .ended else {
            throw Rejection(.badState, "campaign \(id) has ended")
        }
        return id
    }
}
