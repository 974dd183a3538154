import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// The newest event's place in the chain: `seq hash`.
struct ChainHead: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["seq", "hash"])
    let head: EventHead

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("seq")
        reply.integer(Int64(clamping: head.sequence))
        reply.key("hash")
        if head.sequence == 0 { reply.null() } else { reply.string(head.hash.hex) }
        reply.endMap()
    }
}

/// What a look through the chain found: `events broken_at`.
struct ChainReport: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["events", "broken_at"])
    /// How many events were looked at.
    var events: UInt64 = 0
    /// The first event that is missing or not what it was; nil when the chain is whole.
    var brokenAt: UInt64?

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("events")
        reply.integer(Int64(clamping: events))
        reply.key("broken_at")
        if let brokenAt { reply.integer(Int64(clamping: brokenAt)) } else { reply.null() }
        reply.endMap()
    }
}

/// AUDIT.HEAD: the end of the chain.
func auditHead(reader: inout Reader) throws(Rejection) -> ChainHead {
    ChainHead(head: reader.view.eventHead())
}

/// AUDIT.VERIFY: looks through the chain, both ends included; or at the one event of a proof.
func auditVerify(
    reader: inout Reader, from: Number?, to: Number?, proof: ClaimProof?
) throws(Rejection) -> ChainReport {
    if let proof {
        guard from == nil, to == nil else {
            throw .syntax("PROOF and FROM or TO exclude each other")
        }
        return try reader.view.verify(proof)
    }
    guard reader.caller.wall.isHouse else {
        throw Rejection(.noPermission, "outside the house AUDIT.VERIFY takes a PROOF")
    }
    let first = from?.value ?? 1
    guard first > 0 else { throw .invalid("from", "events are numbered from 1") }
    let last = to?.value ?? .max
    guard first <= last else { throw .invalid("to", "lies before FROM") }
    let report = reader.view.verifyChain(from: first, through: last)
    // A row that cannot be read is what was asked for, not a failure to answer.
    if report.brokenAt != nil { _ = reader.view.forgiveCorruption() }
    return report
}

extension View {
    /// Recomputes the events' hashes, with them the digests of the erasable parts still there.
    ///
    /// Each event must be numbered one higher than the one before it and hold its hash; the last
    /// one must be what the head says.
    mutating func verifyChain(from first: UInt64, through last: UInt64) -> ChainReport {
        let head = eventHead()
        var report = ChainReport()
        guard first <= head.sequence else {
            // Events behind the head would be ones that nobody committed.
            let stray = ids(of: Schema.events.table, after: head.sequence, limit: 1)
            report.brokenAt = stray.first
            return report
        }
        var hash = Digest256.zero
        if first > 1 {
            guard let previous = get(Schema.events.table, first - 1) else {
                report.brokenAt = first - 1
                return report
            }
            hash = previous.hash
        }
        verify(from: first, through: min(last, head.sequence), &hash, &report)
        if report.brokenAt == nil, last >= head.sequence, hash != head.hash {
            report.brokenAt = head.sequence
        }
        return report
    }

    private mutating func verify(
        from first: UInt64, through last: UInt64, _ hash: inout Digest256,
        _ report: inout ChainReport
    ) {
        var expected = first
        while expected <= last {
            let count = Int(clamping: min(last - expected + 1, Self.eventsPerRead))
            let events = readable(from: expected, count)
            for event in events {
                guard event.sequence == expected, event.linked(after: hash).hash == event.hash
                else {
                    report.brokenAt = expected
                    return
                }
                hash = event.hash
                report.events += 1
                expected += 1
            }
            guard events.count == count else {
                report.brokenAt = expected
                return
            }
        }
    }

    /// The events from a number on, up to the first that cannot be read.
    private mutating func readable(from first: UInt64, _ count: Int) -> [EventRecord] {
        let events = rows(of: Schema.events.table, after: first - 1, limit: count)
        guard forgiveCorruption() else { return events }
        var whole: [EventRecord] = []
        while whole.count < count,
            let event = get(Schema.events.table, first + UInt64(whole.count))
        {
            whole.append(event)
        }
        return whole
    }

    private static var eventsPerRead: UInt64 { 256 }
}
