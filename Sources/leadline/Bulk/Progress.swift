import Glibc

/// How far a long job is: a bar that redraws itself on a terminal, a line now and then elsewhere.
struct Progress {
    private static let barColumns = 24
    /// How often a bar is drawn, and a line is written, in nanoseconds.
    private static let barPeriod: UInt64 = 100_000_000
    private static let linePeriod: UInt64 = 5_000_000_000

    private let label: String
    private let total: Int?
    private let isBar: Bool
    private let start = Self.now
    private var last: UInt64
    private var isDrawn = false

    /// Begins a job of `total` steps, nil where that is not known.
    init(_ label: String, total: Int?) {
        self.label = label
        self.total = total
        isBar = isatty(STDERR_FILENO) == 1 && Environment["TERM"] != "dumb"
        last = start
    }

    /// Shows how many steps are done, if it is time to.
    mutating func show(_ done: Int, _ detail: String) {
        let now = Self.now
        guard now - last >= (isBar ? Self.barPeriod : Self.linePeriod) else { return }
        last = now
        let seconds = max(0.001, (Double(now - start) / 1_000_000_000))
        let rate = "\(Int(Double(done) / seconds))/s"
        let share = total.map { $0 == 0 ? 100 : done * 100 / $0 }
        let of = total.map { "\(done) of \($0)" } ?? "\(done)"
        if isBar {
            let bar = share.map { "[\(Self.bar($0))] \($0)%  " } ?? ""
            StandardStream.error.write("\r\u{1B}[K\(label)  \(bar)\(of)  \(rate)  \(detail)")
            isDrawn = true
        } else {
            StandardStream.error.write("leadline: \(label): \(of), \(rate), \(detail)\n")
        }
    }

    /// Takes the bar away, so that something else can be written.
    mutating func clear() {
        guard isDrawn else { return }
        StandardStream.error.write("\r\u{1B}[K")
        isDrawn = false
    }

    private static func bar(_ share: Int) -> String {
        let full = min(barColumns, max(0, share * barColumns / 100))
        return String(repeating: "#", count: full)
            + String(repeating: ".", count: barColumns - full)
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
