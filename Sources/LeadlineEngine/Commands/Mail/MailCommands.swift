import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension EventType {
    static let mailLogged = EventType("mail.logged", fields: ["n", "bytes"])
}

extension CommandTable {
    /// What was written to customers and by them.
    static let mail: [Command] = [
        .write(
            "MAIL.LOG", "Keeps an e-mail to or from a customer, who may have no lead yet.",
            group: .lead, by: .registrants, reach: .customer, kind: .create,
            events: [.mailLogged], RequiredKeyword<Address>("EMAIL"),
            RequiredKeyword<CustomValue>("SUBJECT"), RequiredKeyword<LongText>("BODY"),
            Keyword<TimeInput>("AT"), Keyword<CustomValue>("FROM"), run: mailLog),
        .scan(
            "MAIL.LIST", "Lists a customer's e-mail, the newest first.", group: .lead,
            by: .readers, reach: .leads, OptionalPositional<LeadReference>("lead"),
            Keyword<Address>("EMAIL"), Keyword<PageLimit>("LIMIT"), Keyword<Text>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: mailList),
    ]
}

/// A row of MAIL.LIST.
enum MailColumns: PageColumns {
    static let standard: [EntityField<Mail>] = [
        EntityField("at") { .time($0.at) },
        EntityField("email", personal: true) { .text($0.email) },
        EntityField("from", personal: true) { .optional($0.from) },
        EntityField("subject", personal: true) { .text($0.subject) },
        EntityField("body", personal: true) { .text($0.body) },
        EntityField("author") { .text($0.author) },
    ]
}

// MARK: - Logging

private func mailLog(
    tx: inout Transaction, email: Address, subject: CustomValue, body: LongText, at: TimeInput?,
    from: CustomValue?
) throws(Rejection) -> Done {
    let (now, zone) = (tx.now, tx.settings.zone)
    let written = try at.map { (at: TimeInput) throws(Rejection) in
        try checking("at") { () throws(ValueFault) in
            try at.resolve(now: now, zone: zone, toward: .past, edge: .start)
        }
    }
    guard written.map({ $0 <= now }) ?? true else {
        throw .invalid("at", "lies ahead; mail is logged once it was written")
    }
    let mail = Mail(
        number: tx.changes.next(IDSequence.mail), email: email.text, emailKey: email.key,
        at: written ?? now, from: from?.text.trimmed.orNil, subject: subject.text.trimmed,
        body: body.text, author: tx.caller.name, partner: tx.caller.partner, logged: now)
    tx.changes.insert(Schema.mail.table, mail)
    var data = EventData()
    data.member("n", .integer(Int64(clamping: mail.number)))
    data.member("bytes", .integer(Int64(mail.body.count)))
    tx.record(.mailLogged, tx.subject(of: mail), data: data)
    tx.note(.mails, aroundCustomer: mail.emailKey)
    return Done()
}

extension Transaction {
    /// What the event of a mail is about: of the customer's leads that who logs it reaches the
    /// newest open one, else the newest one, else mail at large.
    ///
    /// It tells nothing of what was written, and nobody of a lead beyond the wall. Outside the
    /// house it is told to who logged it alone.
    fileprivate mutating func subject(of mail: Mail) -> EventSubject {
        let wall = caller.wall
        let lead = changes.view.leads(
            ofCustomer: mail.emailKey, limit: Registration.liveLeadsMax
        ).first { wall.reaches($0) }
        var subject = lead?.subject ?? EventSubject(name: "mail")
        subject.audience = caller.wall.isHouse ? [] : [.user(caller.name)]
        return subject
    }
}

// MARK: - Reading

private func mailList(
    reader: inout Reader, reference: LeadReference?, email: Address?, limit: PageLimit?,
    after: Text?, columns: WordList?
) throws(Rejection) -> RecordPage<Mail, MailColumns> {
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try FieldTable(MailColumns.standard).columns(chosen: list.words)
    }
    let place = try after.map { (text: Text) throws(Rejection) in try mailPlace(text) }
    let customer: Text
    var seesAll = reader.caller.wall.isOpen
    switch (reference, email) {
    case (let reference?, nil):
        let lead = try reader.view.lead(reference, reader.caller.wall)
        // Who only earns by it is shown no address; what it logged itself it finds by that.
        let isMasked = reader.caller.wall.masksContact(of: lead, reader.settings)
        guard !isMasked else { return RecordPage([], columns: columns) }
        customer = lead.emailKey
        seesAll = reader.caller.wall.isHouse
    case (nil, let email?):
        customer = email.key
        if reader.caller.wall.isHouse, !seesAll { seesAll = reader.reachesLead(of: customer) }
    case (nil, nil): throw .syntax("wrong number of arguments for 'mail.list' command")
    case (_?, _?): throw .syntax("MAIL.LIST takes a lead or EMAIL, not both")
    }
    let page = reader.mail(ofCustomer: customer, seesAll: seesAll, after: place, limit: limit)
    let next = page.next.map { Text("\($0.order)-\($0.id)") }
    return RecordPage(page.rows, next: next, columns: columns)
}

private func mailPlace(_ text: Text) throws(Rejection) -> MailPlace {
    let parts = text.bytes.split(separator: UInt8(ascii: "-"), maxSplits: 1)
    guard parts.count == 2, let order = parts[0].decimal.flatMap({ Int64(exactly: $0) }),
        let number = parts[1].decimal
    else { throw .invalid("after", "\(text.bytes.quoted) is not a cursor of this list") }
    return (order, number)
}

extension Reader {
    /// Whether the caller reaches some lead of that customer.
    fileprivate mutating func reachesLead(of customer: Text) -> Bool {
        let wall = caller.wall
        return view.leads(ofCustomer: customer, limit: EngineLimits.pageRowsMax)
            .contains { wall.reaches($0) }
    }

    /// A page of a customer's mail that the caller may read, of not too many bytes.
    fileprivate mutating func mail(
        ofCustomer key: Text, seesAll: Bool, after start: MailPlace?, limit: PageLimit?
    ) -> (rows: [Mail], next: MailPlace?) {
        let rowsMax = limit?.rows ?? EngineLimits.pageRowsDefault
        let wall = caller.wall
        var rows: [Mail] = []
        var byteCount = 0
        var place = start
        var looked = 0
        while true {
            let piece = view.mail(ofCustomer: key, after: place, limit: 16)
            for mail in piece {
                guard rows.count < rowsMax, byteCount < EngineLimits.pageBytesMax,
                    looked < EngineLimits.scanRowsMax
                else { return (rows, place) }
                looked += 1
                place = (mail.order, mail.number)
                guard mail.emailKey == key, seesAll || wall.reaches(mail) else { continue }
                rows.append(mail)
                byteCount += mail.body.count
            }
            guard piece.count == 16 else { return (rows, nil) }
        }
    }
}

extension Wall {
    /// Whether the caller may read mail of a customer that it does not know otherwise: what itself
    /// or somebody of its partner has logged.
    func reaches(_ mail: Mail) -> Bool {
        isOpen || mail.author == name || partner != nil && mail.partner == partner
    }
}

extension View {
    /// Leads of a customer: the open ones, then the others, each the newest first.
    mutating func leads(ofCustomer key: Text, limit: Int) -> [Lead] {
        let print = Fingerprint64(key).raw
        let open = ids(Schema.leads.byEmail, print, .descending, limit: limit)
        let closed = ids(
            Schema.leads.closedByEmail, print, .descending, limit: limit - open.count)
        return (open + closed.map(\.id)).compactMap { get(Schema.leads.table, $0) }
            .filter { $0.emailKey == key }
    }
}
