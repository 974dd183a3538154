package import LeadlineDomain
import LeadlineStore
import LeadlineWire

#if canImport(Glibc)
    import Glibc
#endif

/// What a writing command gets: pending changes over the store, the time, the caller and
/// randomness.
///
/// Everything it decides from comes through here, so that a replay is exact.
package struct Transaction: ~Copyable {
    var changes: Changes
    /// The time of the command; never before the last event.
    package let now: Timestamp
    /// Who writes; the system while `bySystem` runs.
    package private(set) var caller: Caller
    let settings: Settings
    let clock: Clock
    let forms: FormGate
    /// Whether any answer has its time.
    let followUps: FormGate
    let scores: Scorecards
    /// The `IF` of the command; taken by the first record that is updated.
    var expectedVersion: UInt32?
    /// The `IDEM` of the command, which is new.
    var asked: AskedKey?
    /// Set by DRYRUN: everything is undone, and the reply stands.
    var isDiscarded = false
    /// Whether other commands of its block may name what this one creates.
    var isInBlock = false
    /// Set by a command that works in steps and has more to do: it is executed again.
    var isUnfinished = false
    /// Set by who moves the clock: what has become due happens before it is answered.
    var firesDeadlines = false
    /// Whether the clock was moved already, and the command is only executed again because more
    /// was due than fits into one commit.
    var isFiring = false
    /// Set by a command that erased something: the files are to be rewritten.
    var hasErased = false
    /// Whose logins the command ends.
    var endedLogins: [EndedLogin] = []
    /// The id that a command of a block created.
    var created: Text?
    /// The newest link of the event chain, as far as this command has made it.
    var eventHead: EventHead
    let keptKeys: KeptKeys
    private let random: RandomSource

    init(
        changes: consuming Changes, now: Timestamp, eventHead: EventHead, caller: Caller,
        settings: Settings, clock: Clock, forms: FormGate, followUps: FormGate,
        scores: Scorecards, keptKeys: KeptKeys, random: RandomSource
    ) {
        self.changes = changes
        self.now = now
        self.eventHead = eventHead
        self.caller = caller
        self.settings = settings
        self.clock = clock
        self.forms = forms
        self.followUps = followUps
        self.scores = scores
        self.keptKeys = keptKeys
        self.random = random
    }

    /// Gives the pending changes back to whoever opened the transaction.
    consuming func finish() -> Changes { changes }

    /// Does what follows from a command by itself: its events name the system, not the caller.
    mutating func bySystem(_ body: (inout Transaction) -> Void) {
        let caller = caller
        self.caller = .system
        body(&self)
        self.caller = caller
    }

    func randomNumber() -> UInt64 { random.next() }

    /// Refuses an update whose `IF` names another version than the record has.
    mutating func checkVersion(_ version: UInt32, of name: Text) throws(Rejection) {
        guard let expected = expectedVersion else { return }
        expectedVersion = nil
        guard expected == version else {
            throw Rejection(.conflict, "\(name) is at version \(version)")
        }
    }
}

/// Randomness for salts and tokens: the system's, or a seeded one so that a simulation repeats.
package final class RandomSource {
    private var seeded: UInt64?
    // Drawn many at once, as many as getentropy gives: each drawing is a call of the system.
    private var drawn: [UInt64] = []
    private static let drawnAtOnce = 32

    /// Draws from the system, or repeatably from `seed`.
    package init(seed: UInt64? = nil) { seeded = seed }

    /// From now on draws repeatably from `seed`.
    func reseed(_ seed: UInt64) {
        seeded = seed
        drawn = []
    }

    func next() -> UInt64 {
        guard let state = seeded else { return nextOfSystem() }
        // SplitMix64 (Steele, Lea, Flood 2014).
        let advanced = state &+ 0x9e37_79b9_7f4a_7c15
        seeded = advanced
        var mixed = advanced
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private func nextOfSystem() -> UInt64 {
        if let number = drawn.popLast() { return number }
        drawn = [UInt64](repeating: 0, count: Self.drawnAtOnce)
        let isFilled = drawn.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { getentropy($0, bytes.count) } == 0
        }
        // It never is otherwise for so few bytes; the slower way has no such case.
        if !isFilled {
            var system = SystemRandomNumberGenerator()
            drawn = drawn.map { _ in system.next() }
        }
        return drawn.removeLast()
    }
}
