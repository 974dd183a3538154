package import LeadlineDomain
package import LeadlineStore

/// What a reading command gets: a view of the store, the time and the caller. It cannot write.
package struct Reader: ~Copyable {
    package var view: View
    package let now: Timestamp
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
    package var zone = HouseZone.utc
    package var currency = Currency.usd
    package var country = CountryCode.us
    package var regions = Regions.usual
    package var areServicesClosed = false
    package var autorelease = false
    package var areDebugCommandsEnabled = false

    package init() {}
}
