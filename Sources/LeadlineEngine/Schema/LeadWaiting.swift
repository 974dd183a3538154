import LeadlineDomain
import LeadlineStore

extension Tag {
    static let leadByWaiting: UInt8 = 0x7a
}

extension Lead {
    /// Emits everybody whose turn it is: its partner when it is offered, or works it and an answer
    /// is due; who brought it when something is missing; its owner when it is to be reviewed, or is
    /// inbound and an answer is due.
    func emitAwaited(_ emit: (KeyText, Int64) -> Void) {
        switch (status, direction) {
        case (.new, .out): return
        case (.offered, _):
            if let partner { emit(Outsider.partner(partner).key, sinceOrder) }
        case (.needsinfo, _): forEachBringer { emit($0.key, sinceOrder) }
        case (.review, _), (.new, .in):
            if let owner { emit(Self.awaited(owner: owner), sinceOrder) }
        default:
            guard let due = followUp?.due else { return }
            let order = max(due.milliseconds, 0)
            if direction == .out, let partner { emit(Outsider.partner(partner).key, order) }
            if direction == .in, let owner { emit(Self.awaited(owner: owner), order) }
        }
    }

    /// Emits those concerned by an answer that is due, with when it is; somebody may be named
    /// twice.
    func emitDue(_ emit: (KeyText, Int64) -> Void) {
        guard let due = followUp?.due?.milliseconds else { return }
        if let partner { emit(Outsider.partner(partner).key, due) }
        if let owner { emit(Self.awaited(owner: owner), due) }
        forEachBringer { emit($0.key, due) }
    }

    private var sinceOrder: Int64 { max(since.milliseconds, 0) }

    /// An owner as `byWaiting` and `dueWith` keep it; no outsider is kept so.
    static func awaited(owner: Text) -> KeyText { KeyText([UInt8(ascii: "=")] + owner.bytes) }
}

extension View {
    /// Leads that wait for somebody, those that have waited longest first.
    mutating func leads(waitingFor key: KeyText, limit: Int) -> [Lead] {
        ids(Schema.leads.byWaiting, key, limit: limit)
            .compactMap { get(Schema.leads.table, $0.id) }
    }
}
