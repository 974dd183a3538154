import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore

extension Transaction {
    /// Answers the first committed reply to this key again; false when the key is new.
    mutating func repeatReply(
        of key: IdempotencyKey, _ fingerprint: ArgumentFingerprint,
        into reply: inout ReplyWriter
    ) throws(Rejection) -> Bool {
        let id = idempotencyID(key, fingerprint)
        guard let kept = changes.view.get(Schema.idempotency.table, id), !isExpired(kept.at) else {
            return false
        }
        guard kept.matches(fingerprint) else {
            throw Rejection(
                .conflict, "key \(key.text.bytes.quoted) was used with other arguments")
        }
        guard !kept.reply.isEmpty else {
            throw Rejection(.conflict, "token already shown; use USER.TOKEN")
        }
        guard CanonicalReply.replay(kept.reply.bytes, into: &reply) else {
            throw Rejection(.internal, "the kept reply cannot be read")
        }
        if isInBlock { created = CanonicalReply.string(kept.reply.bytes).map { Text($0) } }
        return true
    }

    /// Keeps the reply with the effects, and forgets a few that have expired.
    ///
    /// Of a reply with a secret nothing is kept but that there was one. What is kept for ever is
    /// kept as of the end of time, where no sweep comes to.
    mutating func keepReply<R: ReplyValue>(
        _ result: R, for key: IdempotencyKey, _ fingerprint: ArgumentFingerprint,
        forEver isKept: Bool
    ) {
        var canonical = ReplyWriter(format: .canonical)
        if !R.isSecret { result.write(to: &canonical) }
        let id = idempotencyID(key, fingerprint)
        changes.put(
            Schema.idempotency.table,
            IdempotencyRecord(
                id: id, at: isKept ? .latest : now, fingerprint: fingerprint,
                reply: Array(canonical.buffer.readableBytesView)))
        let oldest = changes.view.ids(
            Schema.idempotency.byTime, Nothing(), limit: EngineLimits.idempotencySweepMax)
        for entry in oldest where isExpired(Timestamp(milliseconds: entry.order)) {
            _ = changes.delete(Schema.idempotency.table, entry.id)
        }
    }

    /// Strangers share a name and must not meet each other's keys: theirs are told apart by what
    /// was asked as well, so that nobody learns of or is hindered by another's.
    private func idempotencyID(
        _ key: IdempotencyKey, _ fingerprint: ArgumentFingerprint
    ) -> IdempotencyID {
        guard !caller.isAuthenticated else {
            return IdempotencyID(user: caller.name, key: key.kept)
        }
        let asked = Text("\(caller.name) \(fingerprint.low) \(fingerprint.high)")
        return IdempotencyID(user: asked, key: key.kept)
    }

    private func isExpired(_ at: Timestamp) -> Bool {
        now.milliseconds - at.milliseconds > EngineLimits.idempotencyDays * 86_400_000
    }
}

extension IdempotencyKey {
    /// The key as it is kept: one that may hold an address or a card number as its digest
    /// (`rules.md` 11 and 13).
    fileprivate var kept: Text {
        guard text.bytes.contains(UInt8(ascii: "@")) || CardNumber.appears(in: text.bytes) else {
            return text
        }
        return Text(Digest256(of: text.bytes).hex)
    }
}
