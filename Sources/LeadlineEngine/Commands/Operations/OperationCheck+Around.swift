import LeadlineDomain
import LeadlineStore

// What stands around a lead belongs to one that exists, and contents to attachments.
extension Inspection {
    /// Looks through mail, items, attachments and feedback.
    mutating func checkAround(_ view: inout View) {
        each(Schema.items.table, &view) { inspection, view, item in
            inspection.require(item.lead, of: "item", Text("\(item.lead)/\(item.number)"), &view)
        }
        each(Schema.feedback.table, &view) { inspection, view, feedback in
            inspection.require(
                feedback.lead, of: "feedback", Text("\(feedback.lead)/\(feedback.author)"), &view)
        }
        each(Schema.attachments.table, &view) { inspection, view, attachment in
            inspection.check(attachment, &view)
        }
        each(Schema.attachmentParts.table, &view) { inspection, view, part in
            guard view.count(Schema.attachments.ofContent, part.id.content) == 0 else { return }
            inspection.add(
                "attachment part", Text("\(part.id.content)/\(part.id.index)"),
                "is of no attachment")
        }
    }

    private mutating func check(_ attachment: AttachmentRecord, _ view: inout View) {
        let subject = Text("\(Text(attachment.id.record.bytes))/\(attachment.id.number)")
        if let lead = LeadID(attachment.id.record.bytes) {
            require(lead, of: "attachment", subject, &view)
        }
        guard let content = attachment.content else { return }
        let byteCount = view.parts(of: content.number).reduce(0) { $0 + $1.bytes.count }
        guard byteCount != content.byteCount else { return }
        add("attachment", subject, "has \(byteCount) of \(content.byteCount) bytes")
    }

    private mutating func require(
        _ lead: LeadID, of check: Text, _ subject: Text, _ view: inout View
    ) {
        guard view.get(Schema.leads.table, lead) == nil else { return }
        add(check, subject, "its lead \(lead) does not exist")
    }
}
