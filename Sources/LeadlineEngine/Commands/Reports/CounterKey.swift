import LeadlineDomain
import LeadlineStore

/// The books that reports are read from: each parts the same leads in another way.
///
/// The first four are for reports on everything and part the leads no finer than those ask; the
/// last one has every detail and is only read of one party at a time.
enum CounterBook: UInt8, Vocabulary, KeyPart {
    // Numbers are on disk: never reuse one, never renumber.
    /// All leads, by source and campaign.
    case overall = 1
    /// By the partner that a lead is with.
    case partner = 2
    /// By the user who owns it.
    case owner = 3
    /// By who is credited with it.
    case referrer = 4
    /// By everybody whose own it is.
    case party = 5

    var word: StaticString {
        switch self {
        case .overall: "overall"
        case .partner: "partner"
        case .owner: "owner"
        case .referrer: "referrer"
        case .party: "party"
        }
    }
}

/// What is counted of a lead, on the day that it happened.
enum CounterFact: UInt8, Vocabulary, KeyPart {
    // Numbers are on disk: never reuse one, never renumber.
    /// It was registered; told with what has become of it. Its amounts are the lead's value and,
    /// of a won one, the seconds until then.
    case registered = 1
    /// The other side was asked; with the seconds since the registration.
    case offered = 2
    /// It was accepted; with the seconds since the offer.
    case accepted = 3
    /// The customer was reached; with the seconds since the acceptance.
    case contacted = 4
    /// It was closed; with its value when it was won, and the seconds since the registration.
    case closed = 5
    /// A partner declined it; on the day of the registration.
    case declined = 6
    /// It was not looked at in time.
    case missedReview = 7
    /// An offer was not taken in time.
    case missedAccept = 8
    /// The customer was not reached in time.
    case missedContact = 9
    /// Nobody reported in time.
    case missedUpdate = 10
    /// A sale that is approved and stands, on the day of its first invoice; with what is left of
    /// that.
    case sold = 11
    /// Its renewals, on their days; with what is left of them.
    case renewed = 12
    /// What was spent on commission for its invoices, on their days.
    case commission = 13
    /// What of that is the party's own.
    case earned = 14

    /// That an answer was missed, on the day that it was due.
    static func missed(_ stage: ResponseStage) -> CounterFact {
        switch stage {
        case .review: .missedReview
        case .accept: .missedAccept
        case .contact: .missedContact
        case .update: .missedUpdate
        }
    }

    var word: StaticString {
        switch self {
        case .registered: "registered"
        case .offered: "offered"
        case .accepted: "accepted"
        case .contacted: "contacted"
        case .closed: "closed"
        case .declined: "declined"
        case .missedReview: "missed_review"
        case .missedAccept: "missed_accept"
        case .missedContact: "missed_contact"
        case .missedUpdate: "missed_update"
        case .sold: "sold"
        case .renewed: "renewed"
        case .commission: "commission"
        case .earned: "earned"
        }
    }
}

/// What a party is to a lead.
struct PartyRoles: OptionSet, Hashable, Sendable {
    // Bits are on disk: never reuse one.
    let rawValue: UInt8
    /// The partner that the lead is with.
    static let has = PartyRoles(rawValue: 1)
    /// The partner that works it: what was released to it, or what it brought.
    static let works = PartyRoles(rawValue: 2)
    /// Brought it from outside.
    static let brought = PartyRoles(rawValue: 4)
    /// Is credited with it.
    static let credited = PartyRoles(rawValue: 8)
    /// Helped the contact who brought it.
    static let helped = PartyRoles(rawValue: 16)
    /// The user who owns it.
    static let owns = PartyRoles(rawValue: 32)
    /// The user who registered it.
    static let submitted = PartyRoles(rawValue: 64)
    /// A partner that had it and declined.
    static let declined = PartyRoles(rawValue: 128)

    /// What makes a lead an outsider's own: it works, brought or earns by it, or declined it.
    static let reaches: PartyRoles = [.works, .brought, .credited, .helped, .declined]
}

/// What a row of the counters counts: the details of a lead that a report asks for.
///
/// Which of them are told depends on the book; the others are as in `init`.
struct CounterFacet: Hashable, Sendable {
    var fact = CounterFact.registered
    var outcome = LeadOutcome.open
    var reached = LeadStage.registered
    var direction = LeadlineDomain.Direction.out
    var currency = Currency.usd
    var service: Text?
    var source: LeadSource?
    var campaign: CampaignID?
    var partner: PartnerID?
    var owner: Text?
    var referrer: Payee?
    var roles: PartyRoles = []
}

/// The key of a row of the counters: a month of a book, whose days are the row's slots.
struct CounterKey: KeyPart, Hashable {
    var book: CounterBook
    /// Months since the beginning of the calendar: twelve times the year and the month from 0.
    var month: UInt32
    /// Whose part of the book it is; nil in the book of all leads.
    var party: Outsider?
    var facet: CounterFacet

    func append(to key: inout [UInt8]) {
        book.append(to: &key)
        if book == .party {
            Self.append(party, to: &key)
            month.append(to: &key)
        } else {
            month.append(to: &key)
            if book != .overall { Self.append(party, to: &key) }
        }
        facet.append(of: book, to: &key)
    }

    static func read(_ key: inout KeyReader) -> CounterKey? {
        guard let book = CounterBook.read(&key) else { return nil }
        var party: Outsider?
        if book == .party {
            guard let read = readParty(&key) else { return nil }
            party = read
        }
        guard let month = UInt32.read(&key) else { return nil }
        if book != .party, book != .overall {
            guard let read = readParty(&key) else { return nil }
            party = read
        }
        guard let facet = CounterFacet(of: book, &key) else { return nil }
        return CounterKey(book: book, month: month, party: party, facet: facet)
    }

    private static func append(_ party: Outsider?, to key: inout [UInt8]) {
        guard let party else { return }
        CounterParty(party).append(to: &key)
    }

    private static func readParty(_ key: inout KeyReader) -> Outsider? {
        CounterParty.read(&key)?.party
    }
}

/// A party as it stands in the key of a counter.
struct CounterParty: KeyPart {
    let party: Outsider

    init(_ party: Outsider) { self.party = party }

    private static let partnerKind: UInt8 = 1
    private static let referrerKind: UInt8 = 2
    private static let userKind: UInt8 = 3

    func append(to key: inout [UInt8]) {
        switch party {
        case .partner(let id):
            key.append(Self.partnerKind)
            id.append(to: &key)
        case .referrer(let id):
            key.append(Self.referrerKind)
            id.append(to: &key)
        case .user(let name):
            key.append(Self.userKind)
            KeyText(name.bytes).append(to: &key)
        }
    }

    static func read(_ key: inout KeyReader) -> CounterParty? {
        switch key.byte() {
        case partnerKind: PartnerID.read(&key).map { CounterParty(.partner($0)) }
        case referrerKind: ReferrerID.read(&key).map { CounterParty(.referrer($0)) }
        case userKind: KeyText.read(&key).map { CounterParty(.user(Text($0.bytes))) }
        default: nil
        }
    }
}

// MARK: - Facets

extension CounterFacet {
    fileprivate func append(of book: CounterBook, to key: inout [UInt8]) {
        fact.append(to: &key)
        outcome.append(to: &key)
        reached.append(to: &key)
        direction.append(to: &key)
        currency.append(to: &key)
        Self.append(service, to: &key)
        guard book == .overall || book == .party else { return }
        (source?.rawValue ?? 0).append(to: &key)
        (campaign?.raw ?? 0).append(to: &key)
        guard book == .party else { return }
        (partner?.raw ?? 0).append(to: &key)
        Self.append(owner, to: &key)
        switch referrer {
        case .partner(let id): CounterParty(.partner(id)).append(to: &key)
        case .referrer(let id): CounterParty(.referrer(id)).append(to: &key)
        case nil: key.append(Self.nobody)
        }
        key.append(roles.rawValue)
    }

    /// Stands where a payee would: no kind of party has this number.
    private static let nobody: UInt8 = 0

    fileprivate init?(of book: CounterBook, _ key: inout KeyReader) {
        guard let fact = CounterFact.read(&key), let outcome = LeadOutcome.read(&key),
            let reached = LeadStage.read(&key),
            let direction = LeadlineDomain.Direction.read(&key),
            let currency = Currency.read(&key), let service = KeyText.read(&key)
        else { return nil }
        self.fact = fact
        self.outcome = outcome
        self.reached = reached
        self.direction = direction
        self.currency = currency
        self.service = Text(service.bytes).orNil
        guard book == .overall || book == .party else { return }
        guard let source = key.byte(), let campaign = UInt64.read(&key) else { return nil }
        self.source = LeadSource(rawValue: source)
        guard self.source != nil || source == 0 else { return nil }
        self.campaign = campaign == 0 ? nil : CampaignID(raw: campaign)
        guard book == .party else { return }
        guard let partner = UInt64.read(&key), let owner = KeyText.read(&key) else { return nil }
        self.partner = partner == 0 ? nil : PartnerID(raw: partner)
        self.owner = Text(owner.bytes).orNil
        guard readReferrer(&key), let roles = key.byte() else { return nil }
        self.roles = PartyRoles(rawValue: roles)
    }

    /// False when there is neither a payee nor nobody.
    private mutating func readReferrer(_ key: inout KeyReader) -> Bool {
        var ahead = key
        guard ahead.byte() != Self.nobody else {
            key = ahead
            return true
        }
        switch CounterParty.read(&key)?.party {
        case .partner(let id): referrer = .partner(id)
        case .referrer(let id): referrer = .referrer(id)
        case .user, nil: return false
        }
        return true
    }

    /// A text that may be unset, and is never empty.
    private static func append(_ text: Text?, to key: inout [UInt8]) {
        KeyText(text?.bytes ?? []).append(to: &key)
    }
}
