import LeadlineDomain
import LeadlineStore

/// Somebody outside the house whom a row concerns, as indexes and events keep it.
enum Outsider: Hashable, Sendable {
    /// Every user of a partner.
    case partner(PartnerID)
    /// Every user of a referrer.
    case referrer(ReferrerID)
    /// One user, by the login name.
    case user(Text)

    /// Who earns by it.
    init(_ payee: Payee) {
        switch payee {
        case .partner(let id): self = .partner(id)
        case .referrer(let id): self = .referrer(id)
        }
    }

    /// `P7`, `R3`, or `@` and the login name: no two outsiders have the same.
    var text: Text {
        switch self {
        case .partner(let id): id.text
        case .referrer(let id): id.text
        case .user(let name): Text([UInt8(ascii: "@")] + name.bytes)
        }
    }

    /// What index entries stand under.
    var key: KeyText { KeyText(text.bytes) }
}

// Whom outside the house a lead concerns. Of one that the house keeps to itself this is nobody, and
// finding that out takes no memory.
extension Lead {
    /// Whether its partner was told of it: an outbound lead before its release is the house's.
    ///
    /// A lead that is rejected or withdrawn before its release leaves its partner.
    var isReleased: Bool {
        switch status {
        case .new, .review, .rejected, .needsinfo, .queued: false
        case .offered, .accepted, .contacted, .quoted, .won, .lost, .withdrawn, .qualified,
            .meeting, .negotiation, .unqualified, .expired:
            true
        }
    }

    /// The partner that works it: one that it was released to, or that brought it.
    var workingPartner: PartnerID? { direction == .in || isReleased ? partner : nil }

    /// Calls `body` with who brought it from outside.
    func forEachBringer(_ body: (Outsider) -> Void) {
        if direction == .in, let partner { body(.partner(partner)) }
        // Whoever is credited with an inbound lead has brought it.
        if direction == .in, let referrer { body(Outsider(referrer)) }
        if external { body(.user(submitter)) }
    }

    /// Calls `body` with everybody outside the house who reaches it: who brought it, whom it was
    /// released to, and who earns by it; somebody may be named twice.
    func forEachOutsider(_ body: (Outsider) -> Void) {
        if let partner = workingPartner { body(.partner(partner)) }
        if external { body(.user(submitter)) }
        forEachEarner(body)
    }

    /// Calls `body` with who earns by it.
    func forEachEarner(_ body: (Outsider) -> Void) {
        if let referrer { body(Outsider(referrer)) }
        if let helper { body(.referrer(helper)) }
        for share in credit {
            if let payee = share.contributor.payee { body(Outsider(payee)) }
        }
    }

    /// Everybody outside the house who reaches it, each once.
    var outsiders: [Outsider] {
        var outsiders: [Outsider] = []
        forEachOutsider { if !outsiders.contains($0) { outsiders.append($0) } }
        return outsiders
    }
}
