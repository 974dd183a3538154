/// What a lead has brought: an amount that was sold, its renewals and refunds.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Sale: Equatable, Sendable {
    /// One amount that was invoiced: the sale itself, or a renewal of it.
    package struct Invoice: Hashable, Sendable {
        /// The amount in minor units, above 0.
        package let amount: Int64
        /// What of it was given back.
        package var refunded: Int64 = 0
        /// The day it is of.
        package let date: CivilDate
        /// The caller's own name for it.
        package let ref: Text?

        /// Makes an invoice of which nothing was given back.
        package init(amount: Int64, date: CivilDate, ref: Text?) {
            self.amount = amount
            self.date = date
            self.ref = ref
        }

        /// What is left of it.
        package var net: Int64 { amount - refunded }
    }

    /// The day on which something happened.
    package struct Event: Hashable, Sendable {
        /// What happened.
        package let event: DueEvent
        /// When.
        package let date: CivilDate

        /// Makes an event of its parts.
        package init(event: DueEvent, date: CivilDate) {
            self.event = event
            self.date = date
        }
    }

    /// The number, never reused.
    package let id: SaleID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Where it stands.
    package var state: SaleState = .new

    /// What sort of sale it is.
    package let type: SaleType

    /// The lead that brought it.
    package let lead: LeadID

    /// The currency of every amount.
    package let currency: Currency

    /// The sale itself, and behind it the renewals in their order.
    package var invoices: [Invoice]

    /// What it cost us, in minor units.
    package var cost: Int64?

    /// When the contract was signed.
    package var signed: CivilDate?

    /// What else has happened, each event once.
    package var events: [Event] = []

    /// The user who reported it.
    package let creator: Text

    /// The user who approved it.
    package var approver: Text?

    /// When it was approved.
    package var approved: Timestamp?

    /// The caller's own name for it; unique among sales.
    package var ref: Text?

    /// Why it was refunded or cancelled.
    package var reason: Text?

    /// When it was reported.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// How many renewals a sale has at most: monthly for forty years.
    package static let renewalsMax = 480

    /// How many sales a lead has at most.
    package static let perLeadMax = 200

    /// A new sale.
    package init(
        id: SaleID, type: SaleType, lead: LeadID, currency: Currency, invoice: Invoice,
        creator: Text, created: Timestamp
    ) {
        self.id = id
        self.type = type
        self.lead = lead
        self.currency = currency
        invoices = [invoice]
        self.creator = creator
        self.created = created
        updated = created
    }
}

extension Sale {
    /// All that was invoiced.
    ///
    /// At most 481 amounts of at most 10^15 each: it fits.
    package var amount: Int64 { invoices.reduce(0) { $0 + $1.amount } }

    /// All that was given back.
    package var refunded: Int64 { invoices.reduce(0) { $0 + $1.refunded } }

    /// What is left.
    package var net: Int64 { amount - refunded }

    /// When an event was, where it is known.
    package func date(of event: DueEvent) -> CivilDate? {
        event == .signing ? signed : events.first { $0.event == event }?.date
    }

    /// Notes when an event was; a second time replaces the first.
    package mutating func note(_ event: DueEvent, on date: CivilDate) {
        if event == .signing { signed = date }
        guard event != .signing else { return }
        events.removeAll { $0.event == event }
        events.append(Event(event: event, date: date))
    }

    /// Notes when an event was that the system tells of; nil takes it back.
    package mutating func noteSystem(_ event: DueEvent, on date: CivilDate?) {
        events.removeAll { $0.event == event }
        if let date { events.append(Event(event: event, date: date)) }
    }

    /// Gives an amount back, of the newest invoice first; answers the invoices that changed.
    ///
    /// Nil when so much is not left.
    package mutating func refund(_ minor: Int64) -> [Int]? {
        guard minor > 0, minor <= net else { return nil }
        var left = minor
        var changed: [Int] = []
        for index in invoices.indices.reversed() where left > 0 {
            let taken = min(left, invoices[index].net)
            guard taken > 0 else { continue }
            invoices[index].refunded += taken
            left -= taken
            changed.append(index)
        }
        return changed
    }
}
