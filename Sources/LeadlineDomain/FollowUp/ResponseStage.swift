/// Which answer a lead waits for (`rules.md` 4).
package enum ResponseStage: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Somebody of the house has to look at it.
    case review = 1
    /// The partner has to take the offer.
    case accept = 2
    /// Whoever took it has to reach the customer.
    case contact = 3
    /// Whoever works it has to report.
    case update = 4

    package var word: StaticString {
        switch self {
        case .review: "review"
        case .accept: "accept"
        case .contact: "contact"
        case .update: "update"
        }
    }
}

extension Lead {
    /// What the lead waits for where it stands; nil when the clock does not run there.
    package var responseStage: ResponseStage? {
        switch status {
        case .new, .review: .review
        case .offered: .accept
        case .accepted: .contact
        case .contacted, .quoted, .qualified, .meeting, .negotiation: .update
        case .won, .lost, .rejected, .withdrawn, .needsinfo, .queued, .unqualified, .expired: nil
        }
    }
}
