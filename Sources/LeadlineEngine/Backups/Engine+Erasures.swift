import Glibc
package import LeadlineBackup
import LeadlineDigest
import LeadlineDomain
import LeadlineStore

// A backup holds whom it was taken with. Whoever is erased afterwards is named beside it, without
// a word of who it was, and is erased again in what is restored from it.
extension Engine {
    private static let eventsPerRead = 256
    /// Between two reads: the events of years may have to be looked through, and nobody waits.
    private static let restMicroseconds: UInt32 = 1000

    /// Brings the list beside the backups up to the newest event; on one thread at a time.
    ///
    /// What the list was not of this store, as after a restore, it is looked through from the
    /// beginning; who is on it stays.
    package func listErasures() throws(BackupFault) {
        guard !facts.backupDirectory.isEmpty else { return }
        var list = try ErasureList.read(in: facts.backupDirectory)
        var view = store.view(.sweep)
        let head = view.eventHead()
        guard list.seen != head.sequence || list.seenHash != head.hash else { return }
        if view.get(Schema.events.table, list.seen)?.hash != list.seenHash { list.seen = 0 }
        var place = list.seen
        while true {
            let events = view.rows(
                of: Schema.events.table, after: place, limit: Self.eventsPerRead)
            for event in events { view.note(event, in: &list) }
            if let fault = view.fault { throw .store(fault) }
            guard let last = events.last, events.count == Self.eventsPerRead else { break }
            place = last.sequence
            usleep(Self.restMicroseconds)
        }
        list.seen = head.sequence
        list.seenHash = head.hash
        try list.write(in: facts.backupDirectory)
    }

    /// Erases again who was erased after a backup was taken, and has the files rewritten.
    ///
    /// - Returns: How many records that were not erased now are.
    package func repeatErasures(_ list: ErasureList) throws(BackupFault) -> Int {
        let targets = try erasureTargets(list)
        guard !targets.isEmpty else { return 0 }
        let writer = Writer(engine: self, journal: LevelDBJournal(store: store))
        let caller = Caller(name: "system", role: .admin, origin: "restore")
        for target in targets {
            let isDone = writer.perform(as: caller) {
                (tx: inout Transaction) throws(Rejection) in
                var erasure = ErasureRecord(
                    target: target, reason: Self.repeatedReason, actor: caller.name,
                    origin: caller.origin)
                _ = tx.proceed(with: &erasure)
            }
            guard isDone, writer.commit() == .durable else { throw Self.notRepeated }
        }
        // Other work goes on when the server is started, under its own settings.
        guard writer.finishErasures() == .durable else { throw Self.notRepeated }
        do throws(StoreFault) {
            try store.compactErased()
        } catch {
            throw .store(error)
        }
        return targets.count
    }

    /// What of a list is to be erased again; its iterator is gone on return, since it would keep
    /// the files that the erased is in.
    private func erasureTargets(_ list: ErasureList) throws(BackupFault) -> [ErasureTarget] {
        var view = store.view(.sweep)
        let targets = list.entries.compactMap { view.target(of: $0) }
        if let fault = view.fault { throw .store(fault) }
        return targets
    }

    private static let repeatedReason: Text = "erased after the backup was taken"
    private static let notRepeated = BackupFault.failed(
        operation: "repeating erasures", reason: "the store could not be written")
}

extension View {
    /// Notes what an event says was erased.
    fileprivate mutating func note(_ event: EventRecord, in list: inout ErasureList) {
        switch event.type {
        case EventType.leadErased.text:
            guard let id = LeadID(event.subject.bytes), let lead = get(Schema.leads.table, id)
            else { return }
            list.add(
                ErasureList.Entry(kind: .lead, id: id.raw, created: lead.created.milliseconds))
        case EventType.referrerErased.text:
            guard let id = ReferrerID(event.subject.bytes),
                let referrer = get(Schema.referrers.table, id)
            else { return }
            list.add(
                ErasureList.Entry(
                    kind: .referrer, id: id.raw, created: referrer.created.milliseconds))
        case EventType.personErased.text where event.isOfMailAlone:
            list.add(
                ErasureList.Entry(
                    kind: .person, id: event.sequence, created: event.at.milliseconds))
        default: break
        }
    }

    /// What is to be erased again; nil when it is not here, or erased already.
    fileprivate mutating func target(of entry: ErasureList.Entry) -> ErasureTarget? {
        switch entry.kind {
        case .lead:
            guard let lead = get(Schema.leads.table, LeadID(raw: entry.id)),
                lead.created.milliseconds == entry.created,
                lead.emailKey != Lead.erasedAddress(of: lead.id)
            else { return nil }
            return .lead(lead.id)
        case .referrer:
            guard let referrer = get(Schema.referrers.table, ReferrerID(raw: entry.id)),
                referrer.created.milliseconds == entry.created, !referrer.isErased
            else { return nil }
            return .referrer(referrer.id)
        case .person: return nil
        }
    }
}

extension EventRecord {
    /// Whether it tells of somebody of whom there was no lead and no referrer.
    fileprivate var isOfMailAlone: Bool {
        ["leads", "referrers"].allSatisfy { name in
            EventData.value(of: name, in: data.bytes)?.elementsEqual("0".utf8) ?? false
        }
    }
}
