/// What a user may do, in one word.
package enum Role: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Does everything, users and configuration included.
    case admin = 1
    /// Triages, assigns, releases, approves and looks after partners.
    case manager = 2
    /// Submits leads, works its own and makes sales.
    case agent = 3
    /// Keeps sales, terms, bonuses, payouts and the ledger.
    case finance = 4
    /// Sees the rows of its own partner or referrer.
    case partner = 5
    /// Brings leads and mail and sees its own.
    case advertiser = 6
    /// Records payments and nurture links.
    case gateway = 7
    /// Reads everything and writes nothing.
    case auditor = 8

    package var word: StaticString {
        switch self {
        case .admin: "admin"
        case .manager: "manager"
        case .agent: "agent"
        case .finance: "finance"
        case .partner: "partner"
        case .advertiser: "advertiser"
        case .gateway: "gateway"
        case .auditor: "auditor"
        }
    }
}
