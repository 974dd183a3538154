/// Every bound that the engine enforces, with its unit and bound in its name (`protocol.md` 13,
/// `commands.md` Conventions).
package enum EngineLimits {
    package static let fieldBytesMax = 4 * 1024
    package static let longTextBytesMax = 64 * 1024
    package static let eventDataBytesMax = 64 * 1024
    package static let idempotencyKeyBytesMax = 128
    package static let pageRowsDefault = 100
    package static let pageRowsMax = 1000
    /// Rows that one list may look at before it answers a short page.
    package static let scanRowsMax = 5000
    /// How long a repeated write gets its first reply again.
    package static let idempotencyDays: Int64 = 7
    /// Expired idempotency rows deleted with each new one, so that the table cannot grow for ever.
    package static let idempotencySweepMax = 2
    package static let areasPerLeadMax = 64
    package static let fieldsPerLeadMax = 64
    package static let connectionNameBytesMax = 64
    package static let eventBlockMillisecondsMax: Int64 = 86_400_000
}
