/// One attempt to pay an invoice, good or bad.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Payment: Equatable, Sendable {
    /// What was given back.
    package struct Reversal: Hashable, Sendable {
        /// When.
        package let at: Timestamp

        /// How much, in minor units; above 0.
        package let amount: Int64

        /// Why.
        package let reason: ReversalReason

        /// Makes one of its parts.
        package init(at: Timestamp, amount: Int64, reason: ReversalReason) {
            self.at = at
            self.amount = amount
            self.reason = reason
        }
    }

    /// Whose business the invoice is, as it was when the attempt began: what reports ask.
    package struct Place: Hashable, Sendable {
        /// The direction of the lead; a bill is for what we gave.
        package var direction = Direction.out
        /// The lead's service.
        package var service: Text?
        /// The partner that the lead is with, or that is billed.
        package var partner: PartnerID?
        /// Whether it is billed.
        package var isBilled = false
        /// The user who owns the lead.
        package var owner: Text?
        /// The user who submitted it.
        package var submitter: Text?

        /// Of nobody.
        package init() {}
    }

    /// The number, never reused.
    package let id: PaymentID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Where it stands.
    package var state: PaymentState

    /// What it pays.
    package let invoice: InvoiceID

    /// The lead that the invoice is for.
    package let lead: LeadID?

    /// Whose business that is.
    package let place: Place

    /// The currency of the amounts.
    package let currency: Currency

    /// What it pays or was to pay, in minor units; above 0.
    package let amount: Int64

    /// How.
    package let method: PaymentMethod

    /// The card's brand, of those that are accepted.
    package var brand: CardBrand?

    /// The card's last four digits.
    package var lastFour: LastFour?

    /// The processor's or bank's name for it.
    package var ref: Text?

    /// What the processor said.
    package var message: Text?

    /// What was given back, in order.
    package private(set) var reversals: [Reversal] = []

    /// The user who began or noted it.
    package let creator: Text

    /// When it began.
    package let created: Timestamp

    /// When it becomes `unknown` by itself; nil unless it is under way.
    package var expires: Timestamp?

    /// When its result became known.
    package var ended: Timestamp?

    /// When it was last written.
    package var updated: Timestamp

    /// How often one payment can be reversed.
    package static let reversalsMax = 50

    /// How many attempts one invoice takes, so that nobody tries cards for ever.
    package static let perInvoiceMax = 1000

    /// A new attempt.
    package init(
        id: PaymentID, state: PaymentState, of invoice: Invoice, place: Place, amount: Int64,
        method: PaymentMethod, creator: Text, created: Timestamp
    ) {
        self.init(
            id: id, state: state, invoice: invoice.id, lead: invoice.lead, place: place,
            currency: invoice.currency, amount: amount, method: method, creator: creator,
            created: created)
    }

    /// An attempt of all that never changes.
    package init(
        id: PaymentID, state: PaymentState, invoice: InvoiceID, lead: LeadID?, place: Place,
        currency: Currency, amount: Int64, method: PaymentMethod, creator: Text,
        created: Timestamp
    ) {
        self.id = id
        self.state = state
        self.invoice = invoice
        self.lead = lead
        self.place = place
        self.currency = currency
        self.amount = amount
        self.method = method
        self.creator = creator
        self.created = created
        updated = created
    }
}

extension Payment {
    /// What was given back together; at most the amount.
    package var reversed: Int64 { reversals.reduce(0) { $0 + $1.amount } }

    /// What of it we have.
    package var net: Int64 { state == .approved ? amount - reversed : 0 }

    /// Notes what was given back; false where so much is not left.
    package mutating func reverse(_ reversal: Reversal) -> Bool {
        guard reversal.amount > 0, reversal.amount <= net else { return false }
        reversals.append(reversal)
        return true
    }

    /// Notes a result; false where the attempt's state allows none, or has it already.
    package mutating func end(as result: PaymentState, at time: Timestamp) -> Bool {
        let isOpen = state == .processing || state == .unknown
        guard isOpen, state != result, result != .processing, result != .refused else {
            return false
        }
        state = result
        expires = nil
        ended = result == .unknown ? nil : time
        return true
    }
}

/// Where an attempt stands.
package enum PaymentState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Under way.
    case processing = 1
    /// The money came in.
    case approved = 2
    /// The processor or bank said no.
    case declined = 3
    /// The customer went away.
    case abandoned = 4
    /// Nobody knows; a result may still be given.
    case unknown = 5
    /// The card's brand is not accepted: nothing was tried.
    case refused = 6

    package var word: StaticString {
        switch self {
        case .processing: "processing"
        case .approved: "approved"
        case .declined: "declined"
        case .abandoned: "abandoned"
        case .unknown: "unknown"
        case .refused: "refused"
        }
    }

    /// Whether somebody reports it; the others come about by themselves.
    package var isResult: Bool { self != .processing && self != .refused }
}

/// How something is paid.
package enum PaymentMethod: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// By card, through the gateway.
    case card = 1
    /// By wire.
    case wire = 2
    /// By cheque.
    case check = 3
    /// Through the clearing house of American banks.
    case ach = 4
    /// In cash.
    case cash = 5

    package var word: StaticString {
        switch self {
        case .card: "card"
        case .wire: "wire"
        case .check: "check"
        case .ach: "ach"
        case .cash: "cash"
        }
    }
}

/// Why a payment is given back.
package enum ReversalReason: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// We gave it back.
    case refund = 1
    /// The card's holder has disputed it.
    case chargeback = 2

    package var word: StaticString {
        switch self {
        case .refund: "refund"
        case .chargeback: "chargeback"
        }
    }
}
