import LeadlineDomain
import LeadlineStore

extension Inspection {
    /// A dispute is about a lead that exists, and the lead says that it is disputed.
    mutating func checkDisputes(_ view: inout View) {
        each(Schema.disputes.table, &view) { inspection, view, dispute in
            guard let id = dispute.lead else { return }
            guard let lead = view.anyLead(id) else {
                inspection.add("dispute", dispute.id.text, "its lead \(id) does not exist")
                return
            }
            if dispute.state == .open, lead.dispute != view.openDispute(about: id) {
                inspection.add("dispute", dispute.id.text, "its lead \(id) does not say so")
            }
        }
        each(Schema.touches.table, &view) { inspection, view, touch in
            guard view.anyLead(touch.lead) == nil else { return }
            let name = Text("\(touch.lead)/\(touch.number)")
            inspection.add("touch", name, "its lead does not exist")
        }
    }

    /// What a lead says of its credit, of disputes and of a merge is so.
    mutating func checkCredit(of lead: Lead, _ view: inout View) {
        if let dispute = lead.dispute, view.openDispute(about: lead.id) != dispute {
            add("lead", lead.id.text, "its dispute \(dispute) is not open")
        }
        if let into = lead.mergedInto {
            if view.anyLead(into) == nil {
                add("lead", lead.id.text, "the lead \(into) that it is in does not exist")
            }
            if lead.status.isOpen { add("lead", lead.id.text, "is merged and \(lead.status.word)") }
        }
        let total = lead.credit.reduce(0) { $0 + UInt64($1.millionths) }
        if !lead.credit.isEmpty, total != UInt64(CreditShare.wholeMillionths) {
            add("lead", lead.id.text, "its credit is \(total) millionths")
        }
    }
}
