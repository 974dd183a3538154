import LeadlineDomain
import LeadlineStore

/// What is counted of a payment, on the day that it happened.
enum PaymentFact: UInt8, Vocabulary, KeyPart {
    // Numbers are on disk: never reuse one, never renumber.
    /// It was begun or noted; told with where it stands now.
    case attempted = 1
    /// It came in; with its amount.
    case received = 2
    /// A part of it was refunded; with that.
    case refunded = 3
    /// A part of it was charged back; with that.
    case chargedBack = 4

    var word: StaticString {
        switch self {
        case .attempted: "attempted"
        case .received: "received"
        case .refunded: "refunded"
        case .chargedBack: "charged_back"
        }
    }

    init(_ reason: ReversalReason) {
        switch reason {
        case .refund: self = .refunded
        case .chargeback: self = .chargedBack
        }
    }
}

/// The key of a row of the counters: a month of a book, whose days are the row's slots.
///
/// The book of everything parts the payments no finer than a report without a partner or owner
/// asks; the book of parties has every detail.
struct PaymentCounterKey: KeyPart, Hashable {
    var book: CounterBook
    /// Months since the beginning of the calendar: twelve times the year and the month from 0.
    var month: UInt32
    /// Whose part of the book it is; nil in the book of everything.
    var party: Outsider?
    var fact = PaymentFact.attempted
    /// Where it stands; of another fact than an attempt `approved`.
    var state = PaymentState.approved
    var method = PaymentMethod.card
    var brand: CardBrand?
    /// What filters look at: direction, currency and service, and in the book of parties the
    /// partner, the owner and what the party is to it.
    var facet = CounterFacet()

    func append(to key: inout [UInt8]) {
        book.append(to: &key)
        if book == .party, let party { CounterParty(party).append(to: &key) }
        month.append(to: &key)
        fact.append(to: &key)
        state.append(to: &key)
        method.append(to: &key)
        key.append(brand?.rawValue ?? Self.noBrand)
        facet.direction.append(to: &key)
        facet.currency.append(to: &key)
        KeyText(facet.service?.bytes ?? []).append(to: &key)
        guard book == .party else { return }
        (facet.partner?.raw ?? 0).append(to: &key)
        KeyText(facet.owner?.bytes ?? []).append(to: &key)
        key.append(facet.roles.rawValue)
    }

    /// Stands where a brand would: none has this number.
    private static let noBrand: UInt8 = 0

    static func read(_ key: inout KeyReader) -> PaymentCounterKey? {
        guard let book = CounterBook.read(&key) else { return nil }
        var party: Outsider?
        if book == .party {
            guard let read = CounterParty.read(&key)?.party else { return nil }
            party = read
        }
        guard let month = UInt32.read(&key), let fact = PaymentFact.read(&key),
            let state = PaymentState.read(&key), let method = PaymentMethod.read(&key),
            let number = key.byte(), let direction = LeadlineDomain.Direction.read(&key),
            let currency = Currency.read(&key), let service = KeyText.read(&key)
        else { return nil }
        let brand = CardBrand(rawValue: number)
        // A number of no brand would be read as none: two keys of the same payments.
        guard brand != nil || number == noBrand else { return nil }
        var read = PaymentCounterKey(book: book, month: month, party: party)
        read.fact = fact
        read.state = state
        read.method = method
        read.brand = brand
        read.facet.direction = direction
        read.facet.currency = currency
        read.facet.service = Text(service.bytes).orNil
        return book == .party ? read.withParty(&key) : read
    }

    private func withParty(_ key: inout KeyReader) -> PaymentCounterKey? {
        guard let partner = UInt64.read(&key), let owner = KeyText.read(&key),
            let roles = key.byte()
        else { return nil }
        var read = self
        read.facet.partner = partner == 0 ? nil : PartnerID(raw: partner)
        read.facet.owner = Text(owner.bytes).orNil
        read.facet.roles = PartyRoles(rawValue: roles)
        return read
    }
}

extension Payment {
    /// Calls `count` with each row and point of the counters that the payment is counted in.
    func forEachCount(_ count: (PaymentCounterKey, SeriesPoint) -> Void) {
        var key = PaymentCounterKey(book: .overall, month: 0, party: nil)
        key.method = method
        key.brand = brand
        key.facet.direction = place.direction
        key.facet.currency = currency
        key.facet.service = place.service
        forEachFact { fact, moment, amount, second in
            let (month, day) = moment.monthAndDay
            key.fact = fact
            key.state = fact == .attempted ? state : .approved
            key.month = month
            let point = SeriesPoint(slot: day, first: amount, second: second)
            count(key, point)
            forEachParty { party, roles in
                var own = key
                own.book = .party
                own.party = party
                own.facet.partner = place.partner
                own.facet.owner = place.owner
                own.facet.roles = roles
                count(own, point)
            }
        }
    }

    /// Calls `body` with what happened, when, the amount, and a number that tells it from another
    /// of the same day and amount.
    private func forEachFact(_ body: (PaymentFact, Timestamp, Int64, Int64) -> Void) {
        body(.attempted, created, amount, 0)
        if state == .approved, let ended { body(.received, ended, amount, 0) }
        for (index, reversal) in reversals.enumerated() {
            body(PaymentFact(reversal.reason), reversal.at, reversal.amount, Int64(index))
        }
    }

    /// Calls `body` once with each party of the invoice and what it is to it.
    private func forEachParty(_ body: (Outsider, PartyRoles) -> Void) {
        if let partner = place.partner {
            body(.partner(partner), place.isBilled ? [.has, .works] : .has)
        }
        if let owner = place.owner {
            body(.user(owner), place.submitter == owner ? [.owns, .submitted] : .owns)
        }
        if let submitter = place.submitter, submitter != place.owner {
            body(.user(submitter), .submitted)
        }
    }
}
