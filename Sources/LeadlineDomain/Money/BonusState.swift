/// Where a bonus stands.
package enum BonusState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Made, and may still be changed.
    case draft = 1
    /// Complete, and waits for somebody else's approval.
    case ready = 2
    /// Owed, and waits for its due date.
    case approved = 3
    /// Payable.
    case due = 4
    /// In a payout that is under way.
    case reserved = 5
    /// Paid.
    case paid = 6
    /// It was none.
    case void = 7
    /// Stopped until somebody lets it go on.
    case held = 8

    package var word: StaticString {
        switch self {
        case .draft: "draft"
        case .ready: "ready"
        case .approved: "approved"
        case .due: "due"
        case .reserved: "reserved"
        case .paid: "paid"
        case .void: "void"
        case .held: "held"
        }
    }

    /// Whether the amount stands in the ledger as owed or paid.
    package var isOwed: Bool {
        switch self {
        case .approved, .due, .reserved, .paid: true
        // What is held is owed where it was before: see `Bonus.isOwed`.
        case .draft, .ready, .void, .held: false
        }
    }
}
