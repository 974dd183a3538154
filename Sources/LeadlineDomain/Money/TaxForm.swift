/// What a payee has declared for its taxes.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct TaxForm: Equatable, Sendable {
    /// Which form it is.
    package enum Kind: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        /// Of somebody who pays taxes in the United States.
        case w9 = 1
        /// Of somebody who does not.
        case w8 = 2

        package var word: StaticString {
            switch self {
            case .w9: "W9"
            case .w8: "W8"
            }
        }
    }

    /// Whose it is.
    package let payee: Payee

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Which form it is.
    package var kind: Kind

    /// The name as the tax office knows it.
    package var name: Text?

    /// Where to send what is due to the payee.
    package var address: Text?

    /// What sort of body the payee is.
    package var entity: TaxRule.Entity?

    /// The last four digits of the taxpayer's number; the others are never stored.
    package var tinLast4: Text?

    /// The share of each payout that goes to the tax office; below 100 %.
    package var withhold: Rate?

    /// When it was filed first.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// How many digits of the taxpayer's number are kept.
    package static let tinDigits = 4

    /// A form with nothing but its kind.
    package init(payee: Payee, kind: Kind, created: Timestamp) {
        self.payee = payee
        self.kind = kind
        self.created = created
        updated = created
    }

    /// What of a payment of so many minor units goes to the tax office; nothing of what is not
    /// above 0.
    package func withheld(of payment: Int64) -> Int64 {
        withhold?.share(of: max(payment, 0)) ?? 0
    }

    /// Takes away what tells of a person; which form it is, and the rest, stays.
    package mutating func erase() {
        name = nil
        address = nil
        tinLast4 = nil
    }
}
