import LeadlineDomain
import LeadlineStore

extension TodoSource {
    /// Open disputes, the oldest first.
    static let disputes = TodoSource(roles: .desk) { reader, limit in
        reader.view.ids(Schema.disputes.open, Dispute.openKey, limit: limit)
            .compactMap { reader.view.get(Schema.disputes.table, $0.id) }
            .map { dispute in
                TodoRow(
                    due: nil, what: "dispute", id: dispute.id.text,
                    why: Text("open since \(dispute.created.text)"),
                    command: Text("DISPUTE.GET \(dispute.id)"))
            }
    }
}
