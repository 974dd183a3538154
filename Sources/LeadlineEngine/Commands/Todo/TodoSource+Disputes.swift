import LeadlineDomain
import LeadlineStore

extension TodoSource {
    /// Open disputes, the oldest first.
    static let disputes = TodoSource(roles: .desk) { reader, limit in
        reader.view.ids(Schema.disputes.open, Dispute.openKey, limit: limit).map(\.id.raw)
    } row: { reader, number in
        reader.view.get(Schema.disputes.table, DisputeID(raw: number)).map { dispute in
            TodoRow(
                due: nil, what: "dispute", id: dispute.id.text,
                why: Text("open since \(dispute.created.text)"),
                command: Text("DISPUTE.GET \(dispute.id)"))
        }
    }
}
