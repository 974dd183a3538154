import LeadlineDomain
import LeadlineStore

/// One thing that is held on a customer.
struct PersonRow: Sendable {
    /// What it is, in one word such as `lead`.
    let kind: StaticString
    /// Where it stands within its kind: the number of its record, then its own there.
    let place: (UInt64, UInt64)
    /// The record's id as callers name it; nil where it has none.
    let id: Text?
    let at: Timestamp
    /// What it says, field by field.
    let data: [TextPair]
}

/// One kind of things that are held on customers.
///
/// A family that keeps something else of a customer adds its entry to `all`.
struct PersonSource: Sendable {
    /// What there is on the customer with that normalised address behind a place, in order; at
    /// most so many.
    let rows:
        @Sendable (inout View, _ customer: Text, _ after: (UInt64, UInt64)?, _ limit: Int)
            -> [PersonRow]

    /// Rows that are asked for at a time: some hold 64 KiB.
    static let pieceRows = 16

    /// Every kind, in the order in which PERSON lists them.
    static let all = [
        leads, notes, items, attachments, feedback, referrers, mail, disputes, links, invoices,
        payments, taxForms,
    ]
}

extension PersonSource {
    private static let leads = PersonSource { view, customer, after, limit in
        let leads = view.leadIDs(ofCustomer: customer, from: (after?.0 ?? 0) + 1)
        return leads.prefix(limit).map { lead in
            PersonRow(
                kind: "lead", place: (lead.id.raw, 0), id: lead.id.text, at: lead.created,
                data: said(LeadFields.table.fields, lead))
        }
    }

    private static let notes = ofLeads("note") { view, lead, after, limit in
        let ids = view.ids(
            Schema.notes.byLead, lead.id,
            after: (Nothing(), NoteID(lead: lead.id, number: after)), limit: limit)
        return ids.compactMap { view.get(Schema.notes.table, $0.id) }.map { note in
            (note.number, note.at, said(NoteColumns.standard, note))
        }
    }

    private static let items = ofLeads("item") { view, lead, after, limit in
        let rest = view.items(of: lead.id).filter { !$0.isRemoved && $0.number > after }
        return rest.prefix(limit).map { item in
            let entry = ItemEntry(item: item, currency: lead.currency)
            return (item.number, item.at, said(ItemColumns.standard, entry))
        }
    }

    private static let attachments = ofLeads("attachment") { view, lead, after, limit in
        let rest = view.attachments(of: lead.id.text).filter { $0.id.number > after }
        return rest.prefix(limit).map { attachment in
            (
                attachment.id.number, attachment.at,
                said(AttachmentColumns.standard, attachment)
            )
        }
    }

    // One of each user at most: they are counted in the order of their names.
    private static let feedback = ofLeads("feedback") { view, lead, after, limit in
        let all = view.rows(
            of: Schema.feedback.table, under: lead.id, limit: EngineLimits.scanRowsMax)
        return all.enumerated().dropFirst(Int(after)).prefix(limit).map { index, feedback in
            (
                UInt32(clamping: index + 1), feedback.at,
                said(FeedbackColumns.standard, feedback)
            )
        }
    }

    private static let referrers = PersonSource { view, customer, after, limit in
        let all = view.referrers(withEmail: customer, limit: EngineLimits.scanRowsMax)
        return all.filter { $0.id.raw > after?.0 ?? 0 }.prefix(limit).map { referrer in
            PersonRow(
                kind: "referrer", place: (referrer.id.raw, 0), id: referrer.id.text,
                at: referrer.created, data: said(ReferrerFields.table.fields, referrer))
        }
    }

    private static let taxForms = PersonSource { view, customer, after, limit in
        let all = view.referrers(withEmail: customer, limit: EngineLimits.scanRowsMax)
        return all.filter { $0.id.raw > after?.0 ?? 0 }.compactMap { referrer in
            view.taxForm(of: .referrer(referrer.id)).map { form in
                PersonRow(
                    kind: "tax form", place: (referrer.id.raw, 0), id: referrer.id.text,
                    at: form.created, data: said(TaxFormFields.table.fields, TaxFormEntry(form)))
            }
        }.prefix(limit).map { $0 }
    }

    private static let disputes = PersonSource { view, customer, after, limit in
        let place = after.map { (Nothing(), DisputeID(raw: $0.0)) }
        return view.ids(
            Schema.disputes.byPerson, Dispute.personKey(customer), after: place, limit: limit
        ).compactMap { view.get(Schema.disputes.table, $0.id) }
            .filter { $0.emailKey == customer }
            .map { dispute in
                var entry = DisputeEntry(dispute)
                entry.notes = view.notes(on: dispute.id)
                return PersonRow(
                    kind: "dispute", place: (dispute.id.raw, 0), id: dispute.id.text,
                    at: dispute.created, data: said(DisputeFields.table.fields, entry))
            }
    }

    private static let links = PersonSource { view, customer, after, limit in
        view.nurtureLinks(ofCustomer: customer, after: after?.0, limit: limit).map { link in
            PersonRow(
                kind: "link", place: (link.id, 0), id: link.subject, at: link.created,
                data: said(NurtureLink.held, link))
        }
    }

    private static let invoices = ofLeads("invoice") { view, lead, after, limit in
        let rest = view.invoices(of: lead.id).filter { $0.id.raw > after }
        return rest.prefix(limit).map { invoice in
            let data = said(InvoiceFields.table.fields, InvoiceEntry(invoice))
            return (UInt32(clamping: invoice.id.raw), invoice.created, data)
        }
    }

    private static let payments = ofLeads("payment") { view, lead, after, limit in
        var rest: [Payment] = []
        for invoice in view.invoices(of: lead.id) {
            rest += view.payments(of: invoice.id).filter { $0.id.raw > after }
        }
        return rest.sorted { $0.id < $1.id }.prefix(limit).map { payment in
            (
                UInt32(clamping: payment.id.raw), payment.created,
                said(PaymentFields.table.fields, payment)
            )
        }
    }

    private static let mail = PersonSource { view, customer, after, limit in
        // The newest first, as MAIL.LIST has them.
        var place = after.map { (order: Int64(clamping: $0.0), id: $0.1) }
        var rows: [PersonRow] = []
        while rows.count < limit {
            let piece = view.mail(ofCustomer: customer, after: place, limit: limit - rows.count)
            guard let last = piece.last else { break }
            place = (last.order, last.number)
            rows += piece.filter { $0.emailKey == customer }.map { mail in
                PersonRow(
                    kind: "mail", place: (UInt64(mail.order), mail.number), id: nil, at: mail.at,
                    data: said(MailColumns.standard, mail))
            }
        }
        return rows
    }

    /// What belongs to leads, counted from 1 on each.
    private static func ofLeads(
        _ kind: StaticString,
        _ rows:
            @escaping @Sendable (inout View, Lead, _ after: UInt32, _ limit: Int)
            -> [(number: UInt32, at: Timestamp, data: [TextPair])]
    ) -> PersonSource {
        PersonSource { view, customer, after, limit in
            var found: [PersonRow] = []
            for lead in view.leadIDs(ofCustomer: customer, from: after?.0 ?? 1) {
                guard found.count < limit else { break }
                let start = lead.id.raw == after?.0 ? after?.1 ?? 0 : 0
                let own = rows(&view, lead, UInt32(clamping: start), limit - found.count)
                found += own.map { row in
                    PersonRow(
                        kind: kind, place: (lead.id.raw, UInt64(row.number)), id: lead.id.text,
                        at: row.at, data: row.data)
                }
            }
            return found
        }
    }

    /// The fields that are set, as text.
    private static func said<Entity>(
        _ fields: [EntityField<Entity>], _ entity: Entity
    ) -> [TextPair] {
        fields.flatMap { field -> [TextPair] in
            let name = Text(field.name)
            switch field.value(entity) {
            case .null: return []
            case .pairs(let pairs): return pairs
            case .texts(let texts):
                guard !texts.isEmpty else { return [] }
                let joined = texts.map(\.description).joined(separator: ",")
                return [TextPair(name: name, value: Text(joined))]
            case let value: return [TextPair(name: name, value: value.shown)]
            }
        }
    }
}

extension FieldValue {
    /// A single value as text.
    fileprivate var shown: Text {
        switch self {
        case .text(let text), .id(let text): text
        case .word(let word): Text(word.text)
        case .integer(let number): Text("\(number)")
        case .yesNo(let flag): flag ? "yes" : "no"
        case .time(let time): time.text
        case .amount(let amount): amount.text
        case .null, .texts, .pairs: ""
        }
    }
}

extension View {
    /// A customer's leads from a number on, the oldest first.
    fileprivate mutating func leadIDs(ofCustomer key: Text, from first: UInt64) -> [Lead] {
        leads(ofCustomer: key, limit: EngineLimits.scanRowsMax)
            .filter { $0.id.raw >= first }.sorted { $0.id < $1.id }
    }
}
