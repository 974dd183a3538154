/// How long others wait beside what is heavy.
struct FairnessReport: Sendable {
    /// How the round is named that nothing runs beside.
    static let alone = "nothing"

    /// One round.
    struct Row: Sendable {
        /// What ran beside it.
        let beside: String
        /// What the others were answered.
        let measurement: Measurement
        /// How many commands of what ran beside it were answered; nil when nothing ran.
        var done: Int?
        /// The most files on LevelDB's level 0 that were seen meanwhile.
        var levelZeroFiles: Int?
    }

    private static let headings = [
        "beside", "done", "a second", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "errors",
        "L0 files",
    ]

    /// What the others ask.
    let workload: String
    /// How often, when by the clock.
    let rate: Double?
    /// In the order in which they were measured.
    var rows: [Row] = []

    /// Starts without rows.
    init(workload: String, rate: Double?) {
        self.workload = workload
        self.rate = rate
    }

    /// Columns for eyes.
    var text: String { title + "\n" + TextTable.plain(table) }

    /// A table of a page.
    var markdown: String { title + "\n\n" + TextTable.markdown(table) }

    /// One line.
    var json: String {
        JSONText.object([
            ("workload", JSONText.string(workload)),
            ("rate", rate.map { decimal($0, 1) } ?? "null"),
            ("rows", JSONText.list(rows.map(Self.object))),
        ]) + "\n"
    }

    private var title: String {
        workload + (rate.map { ", \(decimal($0, 0)) requests a second due" } ?? ", a closed loop")
    }

    private var table: [[String]] { [Self.headings] + rows.map(Self.cells) }

    private static func cells(_ row: Row) -> [String] {
        [row.beside, row.done.map { "\($0)" } ?? "", decimal(row.measurement.throughput, 0)]
            + percentiles.map { decimal(row.measurement.latencyMilliseconds(percentile: $0.1), 3) }
            + ["\(row.measurement.errorCount)", row.levelZeroFiles.map { "\($0)" } ?? ""]
    }

    private static let percentiles = [
        ("p50_ms", 50.0), ("p99_ms", 99), ("p999_ms", 99.9), ("max_ms", 100),
    ]

    private static func object(_ row: Row) -> String {
        JSONText.object(
            [
                ("beside", JSONText.string(row.beside)),
                ("done", row.done.map { "\($0)" } ?? "null"),
                ("per_second", decimal(row.measurement.throughput, 1)),
            ]
                + percentiles.map { name, value in
                    (name, decimal(row.measurement.latencyMilliseconds(percentile: value), 4))
                }
                + [
                    ("errors", "\(row.measurement.errorCount)"),
                    ("l0_files_max", row.levelZeroFiles.map { "\($0)" } ?? "null"),
                ])
    }
}
