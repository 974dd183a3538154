import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// How partners come in by themselves.
    static let signup: [Command] = [
        .write(
            "PARTNER.APPLY", "Signs somebody up as a partner, who waits for approval.",
            group: .partner, by: .registrants, reach: .customer, kind: .create,
            events: [.partnerApplied],
            isOpen: true, RequiredKeyword<Phrase>("NAME"),
            RequiredKeyword<ApplicantAddress>("EMAIL"), PartnerForm.application,
            Keyword<CountryCode>("COUNTRY"), run: partnerApply),
        .write(
            "PARTNER.APPROVE", "Takes a partner on who signed up; answers its first user's token.",
            group: .partner, by: .desk, reach: .house, kind: .update,
            events: [.partnerApproved, .userCreated],
            Positional<PartnerReference>("partner"), run: partnerApprove),
        .write(
            "PARTNER.DECLINE", "Turns down a partner who signed up.", group: .partner, by: .desk,
            reach: .house, kind: .update, events: [.partnerDeclined],
            Positional<PartnerReference>("partner"),
            RequiredKeyword<Phrase>("REASON"), run: partnerDecline),
    ]
}

/// The e-mail address of somebody who signs up: it becomes a login name.
struct ApplicantAddress: Argument {
    static var typeName: String { Address.typeName }
    static var isSensitive: Bool { true }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        text = try Address(argument: argument).text
        _ = try UserName(argument: text.bytes)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// What PARTNER.APPROVE answers: the first user and its token.
private struct Welcome: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["user", "token"])
    static let isSecret = true
    let user: Text
    let token: AccessToken

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("user")
        reply.string(user.bytes)
        reply.key("token")
        reply.string(token.text.bytes)
        reply.endMap()
    }
}

// MARK: - Signing up

private func partnerApply(
    tx: inout Transaction, name: Phrase, email: ApplicantAddress, form: PartnerForm,
    country: CountryCode?
) throws(Rejection) -> Identified<PartnerID> {
    let id = PartnerID(raw: tx.changes.next(IDSequence.partner))
    var partner = Partner(
        id: id, name: name.text, currency: tx.settings.currency, created: tx.now)
    var settings = tx.settings
    // A phone that names no country is one of the applicant's.
    if let country { settings.country = country }
    try form.apply(to: &partner, &tx.changes.view, settings, tx.caller.wall)
    partner.email = email.text
    partner.state = .pending
    tx.changes.insert(Schema.partners.table, partner)
    var extra = EventData()
    if let country { extra.member("country", .text(country.text)) }
    tx.record(
        .partnerApplied, partner.subject, PartnerFields.table, from: nil,
        to: PartnerEntry(partner), extra: extra)
    return Identified(id: id)
}

private func partnerApprove(
    tx: inout Transaction, reference: PartnerReference
) throws(Rejection) -> Welcome {
    let old = try tx.pending(reference)
    let name = try checking("email") { () throws(ValueFault) in
        guard let email = old.email else { throw ValueFault("\(old.id) has none to log in with") }
        return try UserName(argument: email.bytes).text
    }
    var new = old
    new.state = .active
    _ = try tx.update(old, to: new, .partnerApproved)
    let token = try tx.makeUser(
        name, old.kind == .advertiser ? .advertiser : .partner, partner: old.id, referrer: nil)
    return Welcome(user: name, token: token)
}

private func partnerDecline(
    tx: inout Transaction, reference: PartnerReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let old = try tx.pending(reference)
    var new = old
    new.state = .declined
    return try tx.update(old, to: new, .partnerDeclined, reason: reason.text)
}

extension Transaction {
    /// The partner that signed up and waits.
    fileprivate mutating func pending(
        _ reference: PartnerReference
    ) throws(Rejection) -> Partner {
        let partner = try self.partner(reference)
        try checkVersion(partner.version, of: partner.id.text)
        guard partner.state == .pending else {
            throw Rejection(.badState, "partner is \(partner.state.text); only pending ones wait")
        }
        return partner
    }
}
