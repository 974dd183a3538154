/// Tells how an import goes: problems on standard output as rows, the rest on standard error.
final class ImportReport {
    private let isDryRun: Bool
    private let isVerbose: Bool
    private let errors: ErrorFile?
    private let tokens: OutputFile?
    private let file: String
    private var progress: Progress
    private var isBegun = false

    /// Begins a report on `total` records of a file.
    init(
        isDryRun: Bool, isVerbose: Bool, file: String, total: Int, errors: ErrorFile?,
        tokens: OutputFile?
    ) {
        self.isDryRun = isDryRun
        self.isVerbose = isVerbose
        self.errors = errors
        self.tokens = tokens
        self.file = file
        progress = Progress(isDryRun ? "trying" : "importing", total: total)
    }

    /// Takes the outcome of one record.
    func add(_ record: BulkRecord, _ outcome: ImportOutcome) throws(BulkFault) {
        if let token = outcome.token, let name = outcome.id {
            try tokens?.write("\(name)\t\(token)\n")
            try tokens?.flush()
        }
        if outcome.isFailure { try errors?.add(record, outcome.reason ?? "") }
        guard isDryRun || isVerbose || outcome.isFailure || outcome.word == .skipped else { return }
        progress.clear()
        if !isBegun { StandardStream.output.write("line\tresult\tid\treason\n") }
        isBegun = true
        let cells = [
            "\(record.line)", outcome.word.rawValue, outcome.id ?? Cell.null,
            outcome.reason.map { Cell.escaped($0) } ?? Cell.null,
        ]
        StandardStream.output.write(cells.joined(separator: "\t") + "\n")
    }

    /// Shows how far it is.
    func show(_ tally: ImportTally) { progress.show(tally.total, tally.text) }

    /// Says what became of all.
    func finish(_ tally: ImportTally) {
        progress.clear()
        let trial = isDryRun ? "dry run, nothing was changed: " : ""
        let kept = errors.map { $0.isBegun ? "; failures in \($0.path)" : "" } ?? ""
        StandardStream.error.write("leadline: \(file): \(trial)\(tally.text)\(kept)\n")
    }
}
