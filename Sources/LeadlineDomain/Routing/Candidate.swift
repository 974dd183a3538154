/// A partner that routing looked at, and what became of it.
package struct Candidate: Hashable, Sendable {
    /// The partner looked at.
    package let partner: PartnerID

    /// The place among those kept, from 1; nil when dropped.
    package let rank: UInt32?

    /// Why it was kept or dropped, as a short phrase.
    package let reason: Text

    /// The narrowest area of the partner that covers the lead; nil when none does.
    package let level: AreaLevel?

    /// Whether it may have the lead.
    package var kept: Bool { rank != nil }

    /// Makes a candidate of its parts.
    package init(partner: PartnerID, rank: UInt32?, reason: Text, level: AreaLevel?) {
        self.partner = partner
        self.rank = rank
        self.reason = reason
        self.level = level
    }
}
