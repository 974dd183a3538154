import NIOCore

/// How long one connection's requests have been running on the loop.
///
/// Most turns are over before anybody asks: the clock is first read when somebody does, and the
/// time counts from then.
struct Turn {
    private var start: NIODeadline?
    private let patience: TimeAmount

    /// A turn that begins now and may last so long.
    init(atMost patience: TimeAmount, isTimed: Bool) {
        self.patience = patience
        if isTimed { start = .now() }
    }

    /// Whether the other connections are to have their turn.
    mutating func isOver() -> Bool {
        let now = NIODeadline.now()
        guard let start else {
            start = now
            return false
        }
        return now >= start + patience
    }

    /// How long it has lasted; nil when that was not to be known.
    var elapsed: TimeAmount? { start.map { .now() - $0 } }
}
