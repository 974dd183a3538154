package import LeadlineDomain
package import LeadlineStore

/// What a reading command gets: a view of the store, the time and the caller.
///
/// It cannot write.
package struct Reader: ~Copyable {
    /// What is read.
    package var view: View
    /// The time of the command.
    package let now: Timestamp
    /// Who asks.
    package let caller: Caller
    let settings: Settings
    /// For a command that waits: the event after which it goes on, once it has been parked.
    package var resume: UInt64?
    /// Set by a command that found nothing yet and wants to be run again after the next commit.
    package var wait: Wait?

    /// Whether a command that waits must answer now, if only that there is nothing.
    package var isLastTry = false

    /// How long a parked command may wait, and from where it goes on.
    package struct Wait: Sendable, Equatable {
        /// The event behind which the command goes on.
        package let after: UInt64
        /// Nil waits for ever.
        package let milliseconds: Int64?
    }

    package init(
        view: consuming View, now: Timestamp, caller: Caller, settings: Settings,
        resume: UInt64? = nil
    ) {
        self.view = view
        self.now = now
        self.caller = caller
        self.settings = settings
        self.resume = resume
    }

    /// Throws when a row or block could not be read: no reply is finished on half the truth.
    func checkFault() throws(Rejection) {
        if view.fault != nil { throw Rejection(.internal, "the store could not be read") }
    }
}

/// The parts of the configuration that commands read.
package struct Settings: Sendable {
    /// Where the days of the house begin.
    package var zone = HouseZone.utc
    /// When the house works; nil is round the clock.
    package var hours: WorkingHours?
    /// The time zones there are.
    package var zones = ZoneFolder()
    /// The currency of what names none.
    package var currency = Currency.usd
    /// The country of a ZIP that names none.
    package var country = CountryCode.us
    /// Regions with the countries in them.
    package var regions = Regions.usual
    /// Whether a service must stand in the catalogue.
    package var areServicesClosed = false
    /// Whether a declined lead is offered to the next candidate without review.
    package var autorelease = false
    /// Whether strangers may sign up as partners.
    package var isSignupOpen = false
    /// For how long an accepted claim is protected.
    package var protection = Claim.usualProtection
    /// Whether an offered lead's contact is masked until the partner has accepted it.
    package var masksUntilAccepted = false
    /// How much one report reads and answers.
    package var reportLimits = ReportLimits()
    /// How long an attempt to pay may be without a result.
    package var paymentTimeout = Settings.usualPaymentTimeout
    /// How long the link of an invoice is good for; nil is for ever.
    package var linkExpiry: Seconds?
    /// How the house is called where something is paid to it.
    package var house: Text?
    /// Whether nobody is paid without a tax form on file.
    package var requiresTaxForm = false
    /// Whether DEBUG is served.
    package var areDebugCommandsEnabled = false

    /// Half an hour (`commands.md`, PAYMENT.RESULT).
    package static let usualPaymentTimeout = Seconds(1800)

    package init() {}
}
