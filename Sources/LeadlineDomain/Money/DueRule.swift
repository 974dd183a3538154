/// What must have happened before a bonus, or a part of it, is due.
package enum DueEvent: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// The contract was signed.
    case signing = 1
    /// The bonus was approved.
    case approved = 2
    /// The work was installed.
    case install = 3
    /// The first revenue came.
    case revenue = 4
    /// The permit was given.
    case permit = 5
    /// The customer has paid.
    case paid = 6

    package var word: StaticString {
        switch self {
        case .signing: "signing"
        case .approved: "approved"
        case .install: "install"
        case .revenue: "revenue"
        case .permit: "permit"
        case .paid: "paid"
        }
    }

    /// Whether somebody reports the day; the others come from the system.
    package var isReported: Bool { self != .approved && self != .paid }
}

/// When a bonus is due: an event, and how long after it.
package struct DueRule: Hashable, Sendable {
    /// What is waited for.
    package let event: DueEvent

    /// How long after the event.
    package let delay: Seconds

    /// Makes a rule of its parts.
    package init(event: DueEvent, delay: Seconds = Seconds(0)) {
        self.event = event
        self.delay = delay
    }

    /// At once when the bonus is approved.
    package static let standard = DueRule(event: .approved)

    /// Reads `install` or `paid+3d`.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> DueRule {
        let plus = bytes.firstIndex(of: UInt8(ascii: "+")) ?? bytes.endIndex
        guard let event = DueEvent(word: bytes[..<plus]) else {
            throw ValueFault("\(bytes[..<plus].quoted) is not one of: \(DueEvent.words)")
        }
        guard plus < bytes.endIndex else { return DueRule(event: event) }
        return DueRule(event: event, delay: try Seconds.parse(bytes[(plus + 1)...]))
    }

    /// The rule as it is read.
    package var text: Text {
        guard delay.count > 0 else { return event.text }
        return Text(Array(event.text.bytes) + [UInt8(ascii: "+")] + Array(delay.text.bytes))
    }

    /// When a bonus is due: the last of its event with the delay, the approval, and earned + hold.
    ///
    /// Nil while the event has no date. Days are those of the house. What leads beyond the calendar
    /// is due at its end.
    package func due(
        event: CivilDate?, approved: Timestamp, earned: CivilDate, hold: Seconds,
        in zone: HouseZone
    ) -> Timestamp? {
        let cleared = zone.instant(hold, after: earned)
        guard self.event != .approved else {
            return max(approved.advanced(by: delay) ?? .latest, cleared)
        }
        return event.map { max(zone.instant(delay, after: $0), approved, cleared) }
    }
}
