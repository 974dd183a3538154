/// One row of a flow: how a lead gets from one status to another.
package struct Move: Equatable, Sendable {
    /// Where the move begins.
    package let from: Origin

    /// The status it leads to.
    package let to: LeadStatus

    /// The roles that may make it; none of a move that happens by itself.
    package let by: Roles

    /// The command that makes the move; nil of one that happens by itself.
    package let command: Command?

    /// The keywords that it must be given.
    package let requires: [Keyword]

    /// The follow-up timer that makes the move by itself when it runs out.
    package let timer: FollowUp?

    /// Where a move begins.
    package enum Origin: Hashable, Sendable {
        /// One status.
        case status(LeadStatus)
        /// Every open status.
        case anyOpen
        /// Every closed status.
        case anyClosed

        /// Whether a lead with the status may begin the move.
        package func includes(_ status: LeadStatus) -> Bool {
            switch self {
            case .status(let only): only == status
            case .anyOpen: status.isOpen
            case .anyClosed: !status.isOpen
            }
        }

        /// The status's word, `open` or `closed`.
        package var word: StaticString {
            switch self {
            case .status(let status): status.word
            case .anyOpen: "open"
            case .anyClosed: "closed"
            }
        }
    }

    /// A command that owns moves.
    package enum Command: String, Sendable {
        /// Gives the lead to a partner for review.
        case assign = "ASSIGN"
        /// Takes the lead back from its partner.
        case unassign = "UNASSIGN"
        /// Offers the lead to its partner.
        case release = "RELEASE"
        /// Takes the offer.
        case accept = "ACCEPT"
        /// Refuses the offer, or hands the lead back.
        case decline = "DECLINE"
        /// Reports progress.
        case status = "STATUS"
        /// Adds what was missing.
        case set = "LEAD.SET"
        /// Ends the lead because the customer no longer wants it.
        case withdraw = "LEAD.WITHDRAW"
        /// Begins a closed lead anew.
        case reopen = "REOPEN"
    }

    /// A keyword that a move must be given.
    package enum Keyword: String, Sendable {
        /// The partner to assign to.
        case partner = "PARTNER"
        /// Why the move is made.
        case reason = "REASON"
        /// The amount that was won.
        case value = "VALUE"
        /// When the meeting is.
        case meetingTime = "AT"
    }

    /// A stage of the follow-up clock (`rules.md` 4).
    package enum FollowUp: String, Sendable {
        /// Runs until a new lead is looked at.
        case review
        /// Runs until an offer is accepted.
        case accept
        /// Runs until the partner has reached the customer.
        case contact
        /// Runs until the partner reports again.
        case update
        /// Runs until the protection of the lead's claim is over.
        case claim
    }
}
