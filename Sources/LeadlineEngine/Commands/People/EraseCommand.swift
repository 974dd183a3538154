import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension EventType {
    static let leadErased = EventType("lead.erased", fields: ["reason"])
    static let referrerErased = EventType("referrer.erased", fields: ["reason"])
    static let personErased = EventType(
        "person.erased", fields: ["leads", "referrers", "mail", "reason"])
}

/// A record by which a person can be known.
enum Erasable: Argument {
    case lead(LeadReference)
    case referrer(ReferrerReference)

    static var typeName: String { "lead|referrer" }
    static var naming: RecordNaming { .one }

    init(argument: Bytes) throws(ValueFault) {
        if ReferrerID(argument) != nil {
            self = .referrer(try ReferrerReference(argument: argument))
        } else {
            self = .lead(try LeadReference(argument: argument))
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .lead(let reference): reference.feed(&fingerprint)
        case .referrer(let reference): reference.feed(&fingerprint)
        }
    }
}

/// Works in steps: it is executed again, in further commits, until nothing is left.
func erase(
    tx: inout Transaction, record: Erasable?, email: Address?, reason: Phrase
) throws(Rejection) -> Done {
    guard !reason.text.bytes.contains(UInt8(ascii: "@")) else {
        throw .invalid("reason", "is kept; leave the person out of it")
    }
    let target = try tx.erasureTarget(record, email)
    var erasure =
        tx.changes.view.get(Schema.erasures.table, target.key)
        ?? ErasureRecord(
            target: target, reason: reason.text, actor: tx.caller.name, origin: tx.caller.origin)
    tx.isUnfinished = !tx.proceed(with: &erasure)
    return Done()
}

extension Transaction {
    fileprivate mutating func erasureTarget(
        _ record: Erasable?, _ email: Address?
    ) throws(Rejection) -> ErasureTarget {
        switch (record, email) {
        case (nil, let email?): return .customer(email.key)
        case (.lead(let reference)?, nil): return .lead(try lead(reference).id)
        case (.referrer(let reference)?, nil): return .referrer(try referrer(reference).id)
        case (nil, nil): throw .syntax("wrong number of arguments for 'erase' command")
        case (_?, _?): throw .syntax("ERASE takes a record or EMAIL, not both")
        }
    }

    /// Makes one step of an erasure and keeps how far it came; true when it was the last one.
    mutating func proceed(with erasure: inout ErasureRecord) -> Bool {
        let isUnderWay = changes.view.get(Schema.erasures.table, erasure.id) != nil
        var step = ErasureStep(erasure)
        let isDone = step.run(&self)
        hasErased = step.hasErased || isUnderWay
        erasure = step.erasure
        let id = StepID(Schema.erasures.table, erasure.id)
        if isDone {
            changes.delete(Schema.erasures.table, erasure.id)
            keepReply(Done(), of: id)
        } else {
            changes.put(Schema.erasures.table, erasure)
            owesReply(to: id)
        }
        return isDone
    }
}
