import LeadlineDomain
import LeadlineWire

/// A login that failed: what the log may tell of it, and how its answer is dealt with.
package struct FailedLogin: Sendable, Equatable {
    /// The user that was named, escaped and cut; what looks like a token is not told.
    package let user: String
    /// How long the answer is to be kept back.
    package let delayMilliseconds: Int64

    /// Bytes of a name that are told.
    private static let shownBytesMax = 64

    init(user: Text?, delayMilliseconds: Int64) {
        self.delayMilliseconds = delayMilliseconds
        guard let user else {
            self.user = "(none)"
            return
        }
        self.user =
            AccessToken.resembles(user.bytes)
            ? "(redacted)" : "'\(user.bytes.prefix(Self.shownBytesMax).onOneLine)'"
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
