import LeadlineClient
import LeadlineDigest

/// Writes what the caller may see as lines of JSON, oldest first, so that records come behind
/// those they name.
package struct Exporter {
    private let output: OutputFile
    var server: PatientClient
    private var count = 0
    private var progress = Progress("exporting", total: nil)

    /// Whether what stands around each lead is asked for: notes, mail, items, files, credit.
    package var hasNotes = true
    /// Of an export of some leads, the oldest mail of each customer whose mail was written.
    var mailed: Set<Digest256> = []
    /// Whether the leads are counted through, so that each customer's first one comes.
    var isCounting = false
    /// Whether it is told how far it is.
    package var hasProgress = false

    /// Connects.
    package init(
        _ output: OutputFile, connect: @escaping PatientClient.Connect
    ) async throws(BulkFault) {
        self.output = output
        server = try await PatientClient(connect)
    }

    /// Writes the kinds; after a line that an earlier run wrote last, what comes behind it.
    package mutating func run(
        _ kinds: [BulkKind], filters: [String], after last: [UInt8]?
    ) async throws(BulkFault) {
        let start = try Self.place(last)
        for kind in kinds {
            switch kind {
            case .lead: try await leads(filters, after: start)
            case .suspension: try await writeRows(kind)
            default: if start == nil { try await writeRows(kind) }
            }
        }
        try output.flush()
        await server.close()
        progress.clear()
        if hasProgress { StandardStream.error.write("leadline: \(count) records exported\n") }
    }

    private mutating func writeRows(_ kind: BulkKind) async throws(BulkFault) {
        for (kind, row) in try await rows(kind) { try write(kind, row) }
    }

    /// The number of the lead that a line holds, nil for no line.
    private static func place(_ line: [UInt8]?) throws(BulkFault) -> UInt64? {
        guard let line else { return nil }
        guard let value = try? JSONParser.parse(line[...]), value["record"] == .string("lead"),
            let id = value["id"]?.scalar
        else { throw BulkFault("the file does not end with a lead; leave --resume out") }
        return BulkUnit.number(of: id)
    }

    mutating func write(_ kind: BulkKind, _ entries: [Reply.Entry]) throws(BulkFault) {
        let name = Reply.Entry(key: .status("record"), value: .status(kind.rawValue))
        try output.write(JSONText.text(.map([name] + entries)) + "\n")
        count += 1
        if hasProgress { progress.show(count, kind.rawValue) }
    }

    /// All rows of a list; none where the caller's role may not ask.
    mutating func pages(_ words: [String]) async throws(BulkFault) -> [[Reply.Entry]] {
        switch try await server.rows(words) {
        case .success(let rows): return rows
        case .failure(let refusal):
            // An earlier server may not know the command.
            let isUnknown = refusal.message.hasPrefix("unknown command")
            guard isUnknown || ["NOPERM", "NOTFOUND"].contains(refusal.code) else {
                throw BulkFault("\(words[0]): \(refusal)", status: SysExit(refusal))
            }
            return []
        }
    }
}
