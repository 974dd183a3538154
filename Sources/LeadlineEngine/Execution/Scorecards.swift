import LeadlineDomain
import Synchronization

/// Whether leads are scored at all, and the rules as they were last read.
///
/// What a write of a lead looks at first is one relaxed load; it opens with the first rule or
/// judgement, before that is committed, and stays open. Rules are read again when their edition is
/// another one: a number drawn at random with each change of them, so that one of a command that
/// was undone never comes again.
final class Scorecards: Sendable {
    private let isOpened: Atomic<Bool>
    private let kept = Mutex<(edition: UInt64, card: Scorecard)?>(nil)

    init(isOpen: Bool) { isOpened = Atomic(isOpen) }

    var isOpen: Bool { isOpened.load(ordering: .relaxed) }

    func open() { isOpened.store(true, ordering: .relaxed) }

    /// The rules of that edition, if they were the last that were read.
    func card(of edition: UInt64) -> Scorecard? {
        kept.withLock { kept in
            guard let kept, kept.edition == edition else { return nil }
            return kept.card
        }
    }

    func keep(_ card: Scorecard, of edition: UInt64) {
        kept.withLock { $0 = (edition, card) }
    }
}
