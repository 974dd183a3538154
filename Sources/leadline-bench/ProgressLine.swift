import Glibc

/// A line on the terminal that tells how far a load is, drawn anew while it runs.
struct ProgressLine {
    private static let interval = Duration.milliseconds(500)
    /// Back to the line's beginning, and away with what was there.
    private static let erase = "\r\u{1b}[K"

    private let drawing: Task<Void, Never>

    /// Begins to draw; nil where nobody sees it.
    init?(_ progress: LoadProgress) {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        drawing = Task {
            let start = ContinuousClock.now
            var before = (time: start, replies: progress.replies)
            while !Task.isCancelled {
                // Cancelled, it draws once more and ends.
                try? await Task.sleep(for: Self.interval)
                let now = ContinuousClock.now
                let replies = progress.replies
                let seconds = (now - before.time) / .seconds(1)
                let text = Self.text(
                    seconds: (now - start) / .seconds(1), replies: replies, errors: progress.errors,
                    perSecond: Double(replies - before.replies) / max(seconds, 1e-9))
                StandardError.write(Self.erase + text)
                before = (now, replies)
            }
        }
    }

    /// Takes the line away.
    func end() async {
        drawing.cancel()
        await drawing.value
        StandardError.write(Self.erase)
    }

    /// What the line says.
    static func text(seconds: Double, replies: Int, errors: Int, perSecond: Double) -> String {
        "\(decimal(seconds, 1)) s  \(replies) replies  \(decimal(perSecond, 0))/s"
            + (errors > 0 ? "  \(errors) errors" : "")
    }
}
