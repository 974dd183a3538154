/// What an inbound lead holds once it is complete: nobody else can register the same customer for
/// the same products while it lives (`rules.md` 2).
///
/// The customer, the products and the partner are the lead's own.
package struct Claim: Equatable, Sendable {
    /// When the registration was complete.
    package let registered: Timestamp

    /// When the lead was accepted; nil while it waits for review.
    package var accepted: Timestamp?

    /// The first instant at which the customer is free again.
    package var expires: Timestamp

    /// Whether its end has been noted; only of a lead that was not accepted in time and stays.
    package var isLapsed = false

    /// Makes a claim of its parts.
    package init(registered: Timestamp, accepted: Timestamp?, expires: Timestamp) {
        self.registered = registered
        self.accepted = accepted
        self.expires = expires
    }

    /// When it will end by itself; nil once that was noted.
    package var ends: Timestamp? { isLapsed ? nil : expires }

    /// A claim of a registration that waits for its review, which is due at once.
    package init(registered: Timestamp) {
        self.init(
            registered: registered, accepted: nil,
            expires: registered.advanced(by: Self.reviewGrace) ?? registered)
    }

    /// The same claim, accepted, and so protected for that long.
    package func accepted(at now: Timestamp, protection: Seconds) -> Claim {
        Claim(
            registered: registered, accepted: now,
            expires: now.advanced(by: protection) ?? expires)
    }

    /// The same claim, protected for so much longer; nil where that leads beyond the calendar.
    package func extended(by duration: Seconds) -> Claim? {
        expires.advanced(by: duration).map {
            Claim(registered: registered, accepted: accepted, expires: $0)
        }
    }

    /// Whether it keeps others off.
    package func isAlive(at now: Timestamp) -> Bool { now < expires }

    /// For how long a registration blocks after its review was due: 7 days.
    package static let reviewGrace = Seconds(7 * 86_400)

    /// For how long an accepted claim is protected unless something else is said: 90 days.
    package static let usualProtection = Seconds(90 * 86_400)
}
