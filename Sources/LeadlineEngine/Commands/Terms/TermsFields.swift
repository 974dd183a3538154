import LeadlineDomain

/// The documented fields of terms.
enum TermsFields {
    static let table = FieldTable<Terms>([
        EntityField("scope") { .text($0.scope.text) },
        EntityField("type") { $0.type.map { .word(StaticWord($0.word)) } ?? .null },
        EntityField("to") { $0.recipient.map { .word(StaticWord($0.word)) } ?? .null },
        EntityField("products") { .texts($0.products) },
        EntityField("version") { .integer(Int64($0.version)) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("rate") { .optional($0.rate?.text) },
        EntityField("fixed") { terms in terms.amount(terms.fixed) },
        EntityField("brackets") { .optional($0.brackets?.rows.text(in: $0.currency)) },
        EntityField("mode") { $0.brackets.map { .word(StaticWord($0.mode.word)) } ?? .null },
        EntityField("later") { .optional($0.later?.text) },
        EntityField("recurs") { .optional($0.recurs?.text) },
        EntityField("hold") { .text($0.hold.text) },
        EntityField("minsale") { $0.amount($0.minSale) },
        EntityField("cap") { $0.amount($0.cap?.limit) },
        EntityField("per") { $0.cap.map { .word(StaticWord($0.period.word)) } ?? .null },
        EntityField("override") { .optional($0.overrides?.text) },
        EntityField("of") { $0.overrides.map { .word(StaticWord($0.base.word)) } ?? .null },
        EntityField("due") { .optional($0.due?.text) },
        EntityField("split") { .optional($0.parts?.text) },
    ])
}

/// The columns of TERMS.GET and TERMS.LIST.
enum TermsColumns: PageColumns {
    static let standard = TermsFields.table.fields
}

extension Terms {
    /// How events name these terms.
    var subject: EventSubject { EventSubject(name: scope.text, version: version) }

    fileprivate var rate: Rate? {
        guard case .rate(let rate) = reward else { return nil }
        return rate
    }

    fileprivate var fixed: Int64? {
        guard case .fixed(let minor) = reward else { return nil }
        return minor
    }

    fileprivate var brackets: (rows: Brackets, mode: Brackets.Mode)? {
        guard case .brackets(let rows, let mode) = reward else { return nil }
        return (rows, mode)
    }

    fileprivate func amount(_ minor: Int64?) -> FieldValue {
        minor.map { .amount(Money(minor: $0, currency: currency)) } ?? .null
    }
}
