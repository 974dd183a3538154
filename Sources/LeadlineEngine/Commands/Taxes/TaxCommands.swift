import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What payees have declared for their taxes, and what has to be reported of them.
    static let tax: [Command] = [
        .write(
            "TAX.FORM", "Files a payee's tax form; later ones change what they name.",
            group: .money, by: .purse, reach: .house, kind: .update, events: [.taxFiled],
            Positional<PayeeReference>("payee"), Positional<Choice<TaxForm.Kind>>("form"),
            TaxFormForm.form, run: taxForm),
        .row(
            "TAX.GET", "Answers the tax form that a payee has on file.", group: .money,
            by: .earners, reach: .record("payee"), Positional<PayeeReference>("payee"),
            run: taxGet),
        .scan(
            "TAX.REPORT", "Lists who was paid in a calendar year, and whose form is due.",
            group: .money, by: .purseReaders, reach: .house, Positional<YearName>("year"),
            Keyword<PageLimit>("LIMIT"), Keyword<Payee>("AFTER"), Keyword<WordList>("COLUMNS"),
            run: taxReport),
        .write(
            "TAX.REMIT", "Notes what of the tax withheld has gone to the office, or come back.",
            group: .money, by: .purse, reach: .house, kind: .create, events: [.taxRemitted],
            RequiredKeyword<SignedAmountText>("AMOUNT"), RequiredKeyword<ExternalRef>("REF"),
            Keyword<Currency>("CURRENCY"), Keyword<TimeInput>("AT"), Keyword<Phrase>("NOTE"),
            run: taxRemit),
    ]
}

/// The keywords of TAX.FORM as they were given: nil is "not given".
struct TaxFormForm: Sendable {
    var name: CustomValue?
    var address: CustomValue?
    var entity: Clearable<Choice<TaxRule.Entity>>?
    var tin: Clearable<LastDigits>?
    var withhold: Clearable<Rate>?

    static let form = Form(
        TaxFormForm(),
        [
            .one("NAME", \.name), .one("ADDRESS", \.address), .one("ENTITY", \.entity),
            .one("TIN-LAST4", \.tin), .one("WITHHOLD", \.withhold),
        ])

    /// Puts everything that was given into a form.
    func apply(to form: inout TaxForm) throws(Rejection) {
        // Of all of it nothing would be left to send, and it would never be paid.
        if let rate = withhold?.value, rate >= .whole {
            throw .invalid("withhold", "must be below \(Rate.whole.text)")
        }
        if let name { form.name = name.text.trimmed.orNil }
        if let address { form.address = address.text.trimmed.orNil }
        if let entity { form.entity = entity.value?.value }
        if let tin { form.tinLast4 = tin.value?.text }
        if let withhold { form.withhold = withhold.value }
    }
}

/// The last four digits of a taxpayer's number.
struct LastDigits: Argument {
    static var typeName: String { "dddd" }
    static var isSensitive: Bool { true }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        // What was typed is not said again: it may be the whole number.
        guard argument.count == TaxForm.tinDigits, argument.allSatisfy(\.isDigit) else {
            throw ValueFault("takes the last \(TaxForm.tinDigits) digits and no more")
        }
        text = Text(argument)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A calendar year: `2026`.
struct YearName: Argument {
    static var typeName: String { "year" }
    let year: Int

    init(argument: Bytes) throws(ValueFault) {
        guard argument.count == 4, let number = argument.decimal, number >= 1970 else {
            throw ValueFault("\(argument.quoted) is not a year such as 2026")
        }
        year = Int(number)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed("\(year)".utf8) }
}

private func taxForm(
    tx: inout Transaction, reference: PayeeReference, kind: Choice<TaxForm.Kind>,
    given: TaxFormForm
) throws(Rejection) -> NewVersion {
    let payee = try tx.changes.view.payee(reference, tx.caller.wall)
    let old = tx.changes.view.taxForm(of: payee)
    try tx.checkVersion(old?.version ?? 0, of: payee.text)
    var form = old ?? TaxForm(payee: payee, kind: kind.value, created: tx.now)
    form.kind = kind.value
    try given.apply(to: &form)
    guard form != old else { return NewVersion(form.version) }
    if let old {
        guard old.version < .max else {
            throw Rejection(.limit, "\(payee.text) has no version left")
        }
        form.version = old.version + 1
        form.updated = tx.now
    }
    tx.changes.put(Schema.taxForms.table, form)
    tx.record(
        .taxFiled, form.subject, TaxFormFields.event, from: old.map { TaxFormEntry($0) },
        to: TaxFormEntry(form))
    return NewVersion(form.version)
}

private func taxGet(
    reader: inout Reader, reference: PayeeReference
) throws(Rejection) -> TaxFormMap {
    let wall = reader.caller.wall
    let payee = try reader.view.payee(reference, wall)
    guard let form = reader.view.taxForm(of: payee) else {
        throw reader.view.absent("tax form", payee.text.description)
    }
    return TaxFormMap(entity: TaxFormEntry(form, masked: wall.masksTaxpayers))
}

extension Wall {
    /// Whether the digits of a taxpayer's number are hidden: from those who neither pay nor audit,
    /// and are not paid themselves.
    var masksTaxpayers: Bool {
        switch role {
        case .admin, .finance, .auditor, .partner: false
        case .manager, .agent, .advertiser, .gateway: true
        }
    }
}
