import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// What DEBUG CLOCK answers: the time when it was only asked, `OK` when it was changed.
enum ClockReply: ReplyValue {
    static let shape = ReplyShape(.any)
    case time(Timestamp)
    case changed

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .time(let time): reply.string(time.text.bytes)
        case .changed: reply.status("OK")
        }
    }
}

extension Seconds: Argument {
    static var typeName: String { "duration" }
    init(argument: Bytes) throws(ValueFault) { self = try Seconds.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Shows the server's clock, or stops it at another time; from then on only this command moves it.
///
/// What has become due happens before it is answered; of much, each commit has a part. It may go
/// back, but not behind the store's last event: time in the chain never runs back.
func debugClock(
    tx: inout Transaction, advance: Seconds?, set: TimeInput?
) throws(Rejection) -> ClockReply {
    guard tx.settings.areDebugCommandsEnabled else {
        throw .syntax("DEBUG CLOCK is not allowed; start the server with --enable-debug-commands")
    }
    if tx.isFiring {
        tx.firesDeadlines = true
        return .changed
    }
    let now = tx.now
    let zone = tx.settings.zone
    switch (advance, set) {
    case (nil, nil): return .time(now)
    case (.some, .some): throw .syntax("ADVANCE and SET exclude each other")
    case (let advance?, nil):
        guard let later = now.advanced(by: advance) else {
            throw .invalid("advance", "'\(advance.text)' leads beyond the years 1 to 9999")
        }
        tx.clock.stand(at: later)
    case (nil, let set?):
        let time = try checking("set") { () throws(ValueFault) in
            try set.resolve(now: now, zone: zone, toward: .future, edge: .start)
        }
        let last = tx.changes.view.eventHead()
        guard last.sequence == 0 || time >= last.at else {
            throw .invalid("set", "the last event is of \(last.at.text)")
        }
        tx.clock.stand(at: time)
    }
    tx.firesDeadlines = true
    return .changed
}
