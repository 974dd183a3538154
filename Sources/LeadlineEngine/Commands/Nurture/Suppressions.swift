import LeadlineDigest
import LeadlineDomain
import LeadlineStore

// Addresses that want no mail, under a keyed hash: it tells whether an address is among them and
// nothing else, and has nothing of a person in it that would have to be erased.

extension View {
    /// The key of the hash; nil before anything was hashed.
    mutating func suppressionKey() -> [UInt8]? { getBytes(cell: Cell.suppressionKey) }

    /// Whether no mail about that topic may be sent to the address.
    mutating func isSuppressed(_ address: Digest256, _ topic: Text?) -> Bool {
        let everything = get(Schema.suppressions.table, SuppressionID(address, nil)) != nil
        guard !everything, let topic else { return everything }
        return get(Schema.suppressions.table, SuppressionID(address, topic)) != nil
    }
}

extension Transaction {
    /// What an address is suppressed under; the first call of all draws the key.
    mutating func suppressionAddress(of key: Text) -> Digest256 {
        if let secret = changes.view.suppressionKey() {
            return Digest256(of: key.bytes, keyedBy: secret)
        }
        var secret: [UInt8] = []
        for _ in 0..<4 { randomNumber().append(to: &secret) }
        changes.putBytes(cell: Cell.suppressionKey, secret)
        return Digest256(of: key.bytes, keyedBy: secret)
    }

    /// Notes that an address wants no mail, about a topic or at all; once is enough.
    mutating func suppress(_ address: Digest256, _ topic: Text?, _ type: EventType) {
        let id = SuppressionID(address, topic)
        guard changes.view.get(Schema.suppressions.table, id) == nil else { return }
        changes.put(
            Schema.suppressions.table, Suppression(id, since: now, actor: caller.name))
        record(type, id.subject, data: id.data)
    }

    /// Lets mail be sent again; false when nothing was suppressed so.
    mutating func release(_ address: Digest256, _ topic: Text?) -> Bool {
        let id = SuppressionID(address, topic)
        guard changes.delete(Schema.suppressions.table, id) else { return false }
        record(.suppressDeleted, id.subject, data: id.data)
        return true
    }
}

extension SuppressionID {
    /// How events name it: by as much of the hash as tells addresses apart.
    fileprivate var subject: EventSubject {
        EventSubject(name: Text("address:\(address.hex.prefix(16))"))
    }

    fileprivate var data: EventData {
        var data = EventData()
        if let topic = topic.orNil { data.member("topic", .text(topic)) }
        return data
    }
}
