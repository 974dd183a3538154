/// Something for partners to read or show: a deck, a price list.
package struct Collateral: Equatable, Sendable {
    /// What it is called; unique, letter case apart.
    package let name: Text

    /// Where it is.
    package let url: Text

    /// The service that it is about, in lower case; nil is any.
    package let service: Text?

    /// The lowest tier whose partners may have it, in lower case; nil is for all.
    package let tier: Text?

    /// When it was added.
    package let created: Timestamp

    /// Makes a piece of its parts.
    package init(name: Text, url: Text, service: Text?, tier: Text?, created: Timestamp) {
        self.name = name
        self.url = url
        self.service = service
        self.tier = tier
        self.created = created
    }
}

extension Collateral {
    /// Whether a partner of that tier may have it: one of its tier or a higher one.
    package func isOpen(to holder: Text?, _ ladder: TierLadder) -> Bool {
        tier.map { ladder.reaches($0, from: holder) } ?? true
    }
}
