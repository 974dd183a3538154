import LeadlineDomain
import LeadlineWire

/// A login that failed: what the log may tell of it, and how its answer is dealt with.
package struct FailedLogin: Sendable, Equatable {
    /// The user that was named, escaped and cut.
    ///
    /// What looks like a token is not told, nor what names no user: a password that was typed in
    /// the wrong place, say.
    package let user: String
    /// How long the answer is to be kept back.
    package let delayMilliseconds: Int64

    /// Bytes of a name that are told.
    private static let shownBytesMax = 64

    init(user: Text?, isKnown: Bool, delayMilliseconds: Int64) {
        self.delayMilliseconds = delayMilliseconds
        guard let user else {
            self.user = "(none)"
            return
        }
        if AccessToken.resembles(user.bytes) {
            self.user = "(redacted)"
        } else if isKnown {
            self.user = "'\(user.bytes.prefix(Self.shownBytesMax).onOneLine)'"
        } else {
            self.user = "(unknown)"
        }
    }

    /// How long an answer is kept back when so many have failed, this one included.
    static func delay(afterFailures count: Int) -> Int64 {
        // Doubled each time; the fourth is beyond the longest already.
        let doublings = min(max(0, count - 1), 8)
        return min(
            EngineLimits.failedLoginDelayMilliseconds << Int64(doublings),
            EngineLimits.failedLoginDelayMillisecondsMax)
    }
}
