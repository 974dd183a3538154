import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore

extension Transaction {
    /// The key of a write, as it is kept.
    func asked(
        _ key: IdempotencyKey, _ fingerprint: ArgumentFingerprint, forEver isKept: Bool
    ) -> AskedKey {
        AskedKey(
            id: idempotencyID(key, fingerprint), key: key, fingerprint: fingerprint,
            isKept: isKept)
    }

    /// Answers the first committed reply to this key again; false when the key is new, or when what
    /// was asked is still under way.
    mutating func repeatReply(
        of asked: AskedKey, secretRemedy: StaticString, into reply: inout ReplyWriter
    ) throws(Rejection) -> Bool {
        guard let kept = changes.view.get(Schema.idempotency.table, asked.id),
            !isExpired(kept.at)
        else { return false }
        guard kept.matches(asked.fingerprint) else {
            throw Rejection(
                .conflict, "key \(asked.key.text.bytes.quoted) was used with other arguments")
        }
        guard kept.step == nil else { return false }
        guard !kept.reply.isEmpty else {
            throw Rejection(.conflict, "token already shown; use \(secretRemedy)")
        }
        guard CanonicalReply.replay(kept.reply.bytes, into: &reply) else {
            throw Rejection(.internal, "the kept reply cannot be read")
        }
        if isInBlock { created = CanonicalReply.string(kept.reply.bytes).map { Text($0) } }
        return true
    }

    /// Keeps the reply with the effects, and forgets a few that have expired.
    ///
    /// What is kept for ever is kept as of the end of time, where no sweep comes to.
    mutating func keepReply(_ result: some ReplyValue, for asked: AskedKey) {
        keep(IdempotencyRecord(asked, at: now, reply: canonical(result)))
    }

    /// Keeps that a command in steps is under way for the key that it was sent with, if with any:
    /// its last step, whoever makes it, keeps the reply.
    mutating func owesReply(to step: StepID) {
        guard let asked else { return }
        keep(IdempotencyRecord(asked, at: now, step: step))
    }

    /// Keeps the reply of a command in steps for all keys that it was sent with.
    mutating func keepReply(_ result: some ReplyValue, of step: StepID) {
        while let id = changes.view.ids(Schema.idempotency.owed, step.text, limit: 1).first?.id,
            let owed = changes.view.get(Schema.idempotency.table, id),
            // A damaged index may lead to one that is answered, and would again and again.
            owed.step == step
        {
            changes.put(Schema.idempotency.table, owed.answered(canonical(result)))
        }
    }

    private mutating func keep(_ record: IdempotencyRecord) {
        changes.put(Schema.idempotency.table, record)
        keptKeys.note(now)
        forgetExpired()
    }

    /// Of a reply with a secret nothing is kept but that there was one.
    private func canonical<R: ReplyValue>(_ result: R) -> [UInt8] {
        var canonical = ReplyWriter(format: .canonical)
        if !R.isSecret { result.write(to: &canonical) }
        return Array(canonical.buffer.readableBytesView)
    }

    /// Forgets a few keys that have expired, where there may be one.
    private mutating func forgetExpired() {
        if let oldest = keptKeys.oldest, !isExpired(oldest) { return }
        let oldest = changes.view.ids(
            Schema.idempotency.byTime, Nothing(), limit: EngineLimits.idempotencySweepMax)
        guard let first = oldest.first else { return }
        keptKeys.oldest = Timestamp(milliseconds: first.order)
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

/// How old the oldest key of idempotency is that may be kept, so that keys are only looked through
/// when one may have expired.
///
/// Confined to the writer's thread. It may be older than any key that is kept, never younger: a
/// command that is undone leaves keys that were there before it.
final class KeptKeys {
    /// No key is older; nil while that is not known.
    var oldest: Timestamp?

    /// Notes a key that is kept from now on.
    func note(_ at: Timestamp) { oldest = oldest.map { min($0, at) } }

    /// Forgets what it knows, as when another has written.
    func lookAgain() { oldest = nil }
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
