import LeadlineDomain
import LeadlineStore

extension Tag {
    static let leadByWaiting: UInt8 = 0x7a
}

extension Lead {
    /// Emits everybody whose turn it is: its partner when it is offered, who brought it when
    /// something is missing, its owner when it is to be reviewed or answered.
    func emitAwaited(_ emit: (KeyText, Int64) -> Void) {
        let order = max(since.milliseconds, 0)
        switch (status, direction) {
        case (.offered, _):
            if let partner { emit(Outsider.partner(partner).key, order) }
        case (.needsinfo, _): forEachBringer { emit($0.key, order) }
        case (.review, _), (.new, .in):
            if let owner { emit(Self.awaited(owner: owner), order) }
        default: break
        }
    }

    /// An owner as `byWaiting` keeps it; no outsider is kept so.
    static func awaited(owner: Text) -> KeyText { KeyText([UInt8(ascii: "=")] + owner.bytes) }
}

extension View {
    /// Leads that wait for somebody, those that have waited longest first.
    mutating func leads(waitingFor key: KeyText, limit: Int) -> [Lead] {
        ids(Schema.leads.byWaiting, key, limit: limit)
            .compactMap { get(Schema.leads.table, $0.id) }
    }
}
