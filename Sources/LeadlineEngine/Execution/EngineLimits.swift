import LeadlineWire

/// Every bound that the engine enforces, with its unit and bound in its name (`protocol.md` 13,
/// `commands.md` Conventions).
package enum EngineLimits {
    /// One field's value.
    package static let fieldBytesMax = 4 * 1024
    /// A note, or a lead's notes.
    package static let longTextBytesMax = 64 * 1024
    /// The key of IDEM.
    package static let idempotencyKeyBytesMax = 128
    /// Rows of a page when LIMIT is not given.
    package static let pageRowsDefault = 100
    /// The highest LIMIT.
    package static let pageRowsMax = 1000
    /// Rows that a scan may look at on an event loop before it is run elsewhere.
    package static let lookRowsMax = 128
    /// The same while others wait for the loop.
    package static let shortLookRowsMax = 16
    /// What has taken longer than that is not tried there while others wait: the way to another
    /// thread and back takes about as long.
    package static let shortLookNanosecondsMax = 20_000
    /// How long it may take there, looked at every eighth row.
    package static let lookNanosecondsMax = 1_000_000
    /// Rows that one list may look at before it answers a short page.
    package static let scanRowsMax = 5000
    /// How long a repeated write gets its first reply again.
    package static let idempotencyDays: Int64 = 7
    /// Expired idempotency rows deleted with each new one, so that the table cannot grow for ever.
    package static let idempotencySweepMax = 2
    /// AREA keywords of one lead.
    package static let areasPerLeadMax = 64
    /// Custom fields of one lead.
    package static let fieldsPerLeadMax = 64
    /// Lines of one lead's order, those taken out among them.
    package static let itemsPerLeadMax = 500
    /// Attachments of one record.
    package static let attachmentsPerRecordMax = 100
    /// The content of an attachment: as long as an argument can be.
    package static let attachmentBytesMax = WireLimits.argumentBytesMax
    /// Bytes of one stored part of it.
    package static let attachmentPartBytesMax = 64 * 1024
    /// Parts of the largest.
    package static let attachmentPartsMax = attachmentBytesMax / attachmentPartBytesMax
    /// The name of an attachment.
    package static let attachmentNameBytesMax = 255
    /// Long texts on one page of leads, notes, mail or a person, after the first.
    package static let pageBytesMax = 1 << 20
    /// Rows of each kind of waiting work that are looked at.
    package static let todoRowsMax = 1000
    /// How long before its end a claim is something to do.
    package static let todoClaimDays: Int64 = 7
    /// A connection's name or library name (`protocol.md` 13).
    package static let connectionNameBytesMax = 64
    /// Channels and patterns of one connection.
    package static let subscriptionsMax = 128
    /// The name of a channel, or a pattern: bounds what matching costs.
    package static let channelBytesMax = 128
    /// Of one argument, as MONITOR shows it.
    package static let monitorArgumentBytesMax = 4096
    /// Arguments that MONITOR shows of one request.
    package static let monitorArgumentsMax = 64
    /// The most entries that `slowlog-max-len` allows.
    package static let slowLogEntriesMax = 100_000
    /// Arguments of a command that the slow log keeps, as Redis does.
    package static let slowLogArgumentsMax = 32
    /// Bytes of each of them.
    package static let slowLogArgumentBytesMax = 128
    /// The name of a consumer of events.
    package static let cursorNameBytesMax = 64
    /// Stretches of `scanRowsMax` events that `EVENTS … BLOCK` looks through at a time.
    package static let eventStretchesMax = 64
    /// The longest BLOCK that ends: a day.
    package static let eventBlockMillisecondsMax: Int64 = 86_400_000
    /// A user's login name: as long as an e-mail address.
    package static let userNameBytesMax = 254
    /// How long the answer to a failed login is kept back, for the first of an address.
    package static let failedLoginDelayMilliseconds: Int64 = 500
    /// The longest that it is kept back, however many have failed.
    package static let failedLoginDelayMillisecondsMax: Int64 = 2000
    /// Failed logins after which a connection is closed.
    package static let failedLoginsMax = 3
    /// Failed logins of one address after which each further one closes its connection.
    package static let failedLoginsPerAddressMax = 20
    /// Addresses whose failed logins, or sign-ups, are remembered.
    package static let failedLoginAddressesMax = 10_000
    /// How long a failed login is held against its address.
    package static let failedLoginMemoryMilliseconds: Int64 = 600_000
    /// Sign-ups from one address within an hour.
    package static let applicationsPerAddressMax = 5
    /// How long a sign-up counts.
    package static let applicationMemoryMilliseconds: Int64 = 3_600_000
    /// Holidays ahead of the house, a partner or a country that a deadline takes into account.
    package static let holidaysPerScopeMax = 1000
    /// Open leads of a disabled user that are named.
    package static let disabledLeadsMax = 1000
    /// Records that one commit of a command in steps changes (`commands.md`, Conventions).
    package static let stepRecordsMax = 500
    /// Campaigns that have not ended.
    package static let campaignsMax = 500
    /// Of each, services, areas, tiers and products.
    package static let campaignWordsMax = 64
    /// Leads that LEAD.TRANSFER … DRYRUN looks at.
    package static let transferDryRunMax = 50_000
    /// Rules of the score: each write of a lead looks at all of them.
    package static let scoreRulesMax = 200
    /// The name of one of them.
    package static let scoreRuleNameBytesMax = 64
    /// Mails of a customer that are counted for the score.
    package static let mailsScoredMax = 100
    /// The topic of a nurture link.
    package static let topicBytesMax = 64
    /// Tiers of the programme: each evaluation looks at all of them.
    package static let tiersMax = 100
    /// Benefits of a tier.
    package static let tierBenefitsMax = 64
    /// Days of a tier's window.
    package static let tierWindowDaysMax: UInt32 = 3660
    /// The name of a course, or of something to read.
    package static let titleBytesMax = 256
    /// Commands between MULTI and EXEC.
    package static let blockCommandsMax = 1000
    /// Bytes of the requests between MULTI and EXEC: as many as of one request.
    package static let blockBytesMax = WireLimits.requestBytesMax
    /// Bytes of the replies to one block's commands.
    package static let blockReplyBytesMax = 8 << 20
    /// Rows of the counters that one report reads.
    package static let reportRowsMax = 250_000
    /// Rows of one report.
    package static let reportGroupsMax = 20_000
    /// Partners that are looked at for a report's TIER.
    package static let reportPartnersMax = 50_000
    /// Rows that one block may look at.
    package static let blockRowsMax = 1_000_000
}
