/// What is to be paid to us: by a customer for a lead or a sale, or by a partner.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Invoice: Equatable, Sendable {
    /// What it is for.
    package enum Subject: Hashable, Sendable {
        /// A lead's customer pays.
        case lead(LeadID)
        /// A lead's customer pays for what it bought.
        case sale(SaleID)
        /// A partner pays a referral fee.
        case bill(PartnerID)
    }

    /// The number, never reused.
    package let id: InvoiceID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Where it stands.
    package private(set) var state: InvoiceState = .open

    /// What it is for.
    package let subject: Subject

    /// The lead that it is for, or whose sale; nil of a bill.
    package let lead: LeadID?

    /// The currency of the amounts.
    package let currency: Currency

    /// What is to be paid, in minor units; above 0.
    package let amount: Int64

    /// What has come in, less what was given back; at most the amount.
    package private(set) var paid: Int64 = 0

    /// The attempt that is under way, or of which nobody knows.
    package private(set) var attempt: PaymentID?

    /// The payment that completed it, and when; nil while something is open.
    package private(set) var completion: Completion?

    /// The caller's own name for it; unique among invoices.
    package let ref: Text?

    /// When its present link was made.
    package var linked: Timestamp?

    /// The user who made it.
    package let creator: Text

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// That all of it was paid.
    package struct Completion: Hashable, Sendable {
        /// The payment after which nothing was open.
        package let payment: PaymentID

        /// When that came in.
        package let at: Timestamp

        /// Notes which payment it was.
        package init(payment: PaymentID, at: Timestamp) {
            self.payment = payment
            self.at = at
        }
    }

    /// How many invoices one sale has at most: one for each of its renewals and a few more.
    package static let perSaleMax = 500

    /// A new invoice, of which nothing is paid.
    package init(
        id: InvoiceID, subject: Subject, lead: LeadID?, currency: Currency, amount: Int64,
        ref: Text?, creator: Text, created: Timestamp
    ) {
        self.id = id
        self.subject = subject
        self.lead = lead
        self.currency = currency
        self.amount = amount
        self.ref = ref
        self.creator = creator
        self.created = created
        updated = created
    }

    /// Puts back what was kept; nil when it contradicts itself.
    package mutating func restore(
        state: InvoiceState, paid: Int64, attempt: PaymentID?, completion: Completion?
    ) -> Bool {
        guard amount > 0, (0...amount).contains(paid), (state == .processing) == (attempt != nil),
            (state == .paid) == (completion != nil), state != .paid || paid == amount
        else { return false }
        self.state = state
        self.paid = paid
        self.attempt = attempt
        self.completion = completion
        return true
    }
}

// Paying is compare-and-set: open → processing(attempt) → paid | open (`rules.md` 11).
extension Invoice {
    /// What is still to be paid; nothing of a void one.
    package var open: Int64 { state == .void ? 0 : amount - paid }

    /// The sale that it is for.
    package var sale: SaleID? { if case .sale(let id) = subject { id } else { nil } }

    /// The partner that it bills.
    package var billed: PartnerID? { if case .bill(let id) = subject { id } else { nil } }

    /// Has an attempt pay what is open; false unless it is open.
    package mutating func begin(_ attempt: PaymentID) -> Bool {
        guard state == .open else { return false }
        state = .processing
        self.attempt = attempt
        return true
    }

    /// Ends the attempt that is under way, which has brought nothing.
    package mutating func abandon() {
        guard state == .processing else { return }
        attempt = nil
        state = .open
    }

    /// Takes a payment in; false where it is more than is open.
    package mutating func credit(
        _ minor: Int64, by payment: PaymentID, at time: Timestamp
    ) -> Bool {
        guard state == .open || attempt == payment, minor > 0, minor <= open else { return false }
        attempt = nil
        paid += minor
        state = paid == amount ? .paid : .open
        completion = state == .paid ? Completion(payment: payment, at: time) : nil
        return true
    }

    /// Takes back what was given back of a payment: it is open again; false where so much did not
    /// come in.
    package mutating func reverse(_ minor: Int64) -> Bool {
        guard minor > 0, minor <= paid else { return false }
        paid -= minor
        completion = nil
        if state == .paid { state = .open }
        return true
    }

    /// Has nothing be owed any more of what was not paid; false unless something is open.
    package mutating func void() -> Bool {
        guard state == .open else { return false }
        state = .void
        return true
    }
}

/// Where an invoice stands.
package enum InvoiceState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// All or a part of it is to be paid.
    case open = 1
    /// An attempt to pay it is under way, or nobody knows what became of it.
    case processing = 2
    /// Paid in full.
    case paid = 3
    /// What was not paid is not owed any more.
    case void = 4

    package var word: StaticString {
        switch self {
        case .open: "open"
        case .processing: "processing"
        case .paid: "paid"
        case .void: "void"
        }
    }
}
