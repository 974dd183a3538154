package import LeadlineClient
package import LeadlineDigest

/// Sends the records of a file as fast as the server takes them, each with a key of its own.
///
/// A key is made from the file's bytes and the record's line: the same file sent again does
/// nothing twice. Records are numbered and answered in the order of the file.
package struct Importer {
    /// Where outcomes go, record by record.
    package typealias Report = (BulkRecord, ImportOutcome) throws(BulkFault) -> Void
    /// How a connection is made, also again after one has broken.
    package typealias Connect = () async throws(BulkFault) -> LeadlineClient

    /// Records sent in one write.
    private static let batchCountMax = 200
    /// So many such writes are under way at once: a commit never waits for the next records.
    private static let batchesUnderwayMax = 8
    /// How often a record is sent that the server cannot take now.
    private static let attemptsMax = 6

    private let file: InputFile
    private let builder: UnitBuilder
    private let isDryRun: Bool
    private let connect: Connect
    private let report: Report

    private var client: LeadlineClient
    private var newest: [BulkKind: UInt64] = [:]
    /// The ids that the file's own records have here; empty for those under way.
    private var ids: [String: String] = [:]
    private var batch: [BulkUnit] = []
    private var underway: [(units: [BulkUnit], replies: PendingReplies)] = []
    private var again: [BulkUnit] = []
    private var twins: [String: Int] = [:]
    /// What became of the records so far.
    package private(set) var tally = ImportTally()

    /// Connects and learns which records are there already.
    package init(
        _ file: InputFile, _ builder: UnitBuilder, isDryRun: Bool, connect: @escaping Connect,
        report: @escaping Report
    ) async throws(BulkFault) {
        self.file = file
        self.builder = builder
        self.isDryRun = isDryRun
        self.connect = connect
        self.report = report
        client = try await connect()
        for kind in BulkKind.allCases {
            guard let words = kind.newest, let page = try? await client.send(words).page,
                let id = page.rows.first?.first?.value.string
            else { continue }
            newest[kind] = BulkUnit.number(of: id)
        }
    }

    /// What a file is as a whole.
    package struct Judged {
        /// Of all its bytes.
        package let digest: Digest256
        /// How many records it has.
        package fileprivate(set) var count = 0
        /// How it is written, and its heading.
        package fileprivate(set) var form: RecordReader
        /// The names in lines of JSON that no export wrote, each once; at most `namesMax`.
        package fileprivate(set) var names: [String] = []
        /// Names that are kept: whoever has more of them means something else.
        static let namesMax = 1000

        fileprivate mutating func noteNames(_ records: [BulkRecord], _ seen: inout Set<String>) {
            for record in records where record["record"] == nil {
                for member in record.members where names.count < Self.namesMax {
                    if seen.insert(member.name).inserted { names.append(member.name) }
                }
            }
        }
    }

    /// Reads a file once as a whole.
    ///
    /// Throws at the first line that is broken, before anything has been sent.
    package static func judge(
        _ file: InputFile, delimiter: UInt8?, plan: (RecordReader) throws(BulkFault) -> Void
    ) throws(BulkFault) -> Judged {
        file.rewind()
        var digest = Digest256.zero
        while let chunk = try file.next() { digest = digest.followed(by: chunk) }
        var reader = RecordReader(file, delimiter: delimiter)
        var judged = Judged(digest: digest, form: reader)
        var seen: Set<String> = []
        while let records = try reader.next() {
            judged.count += records.count
            if reader.heading == nil { judged.noteNames(records, &seen) }
        }
        try plan(reader)
        judged.form = reader
        return judged
    }

    /// Sends everything.
    package mutating func run(
        delimiter: UInt8?, progress: (ImportTally) -> Void
    ) async throws(BulkFault) {
        var reader = RecordReader(file, delimiter: delimiter)
        while let records = try reader.next() {
            for record in records { try await take(record) }
            progress(tally)
        }
        try await drain()
        await client.close()
    }

    private mutating func take(_ record: BulkRecord) async throws(BulkFault) {
        guard let kind = builder.kind(of: record) else {
            let outcome = ImportOutcome(.skipped, reason: "no kind that is imported")
            return try await add(BulkUnit(record, .lead, .decided(outcome), []))
        }
        if let objection = builder.objection(to: kind) {
            let outcome = ImportOutcome(.skipped, reason: objection)
            return try await add(BulkUnit(record, kind, .decided(outcome), []))
        }
        let references = builder.references(of: record, kind)
        if kind.isKeyed, let old = record["id"]?.scalar { ids[old] = ids[old] ?? "" }
        if isDryRun, let outcome = foreseen(record, kind, references) {
            return try await add(BulkUnit(record, kind, .decided(outcome), []))
        }
        if !isDryRun, references.contains(where: { ids[$0]?.isEmpty == true }) {
            try await drain()
        }
        let unit = builder.unit(record, kind) { [ids] in ids[$0] ?? $0 }
        try await add(unit)
    }

    private mutating func add(_ unit: BulkUnit) async throws(BulkFault) {
        batch.append(unit)
        guard batch.count >= Self.batchCountMax else { return }
        try await send()
        // A server that cannot keep up is waited for before it gets more.
        if !again.isEmpty { try await drain() }
    }

    /// What the server could not know of in a dry run, because it is about earlier lines.
    private mutating func foreseen(
        _ record: BulkRecord, _ kind: BulkKind, _ references: [String]
    ) -> ImportOutcome? {
        if let other = references.first(where: { ids[$0] != nil }) {
            return ImportOutcome(.created, reason: "refers to \(other) of this file")
        }
        guard kind == .lead, let twin = twin(record) else { return nil }
        return ImportOutcome(.exists, reason: "the same customer and service as line \(twin)")
    }

    /// The line of an earlier record of the same customer.
    private mutating func twin(_ record: BulkRecord) -> Int? {
        guard let words = try? CommandWords(record, builder.plan()).words else { return nil }
        let parts = ["EMAIL", "SERVICE", "DIRECTION", "PRODUCT"].map { word in
            words.firstIndex(of: word).map { words[$0 + 1].lowercased() } ?? ""
        }
        guard !parts[0].isEmpty else { return nil }
        let mark = parts.joined(separator: "\n")
        if let line = twins[mark] { return line }
        twins[mark] = record.line
        return nil
    }

    private mutating func send() async throws(BulkFault) {
        guard !batch.isEmpty else { return }
        underway.append((batch, client.begin(batch.flatMap(\.commands))))
        batch = []
        if underway.count >= Self.batchesUnderwayMax { try await settleOldest() }
    }

    /// Waits until nothing is under way, sending again what could not be done.
    private mutating func drain() async throws(BulkFault) {
        var attempt = 0
        while true {
            try await send()
            while !underway.isEmpty { try await settleOldest() }
            guard !again.isEmpty else { return }
            attempt += 1
            await Self.pause(attempt)
            batch = again
            again = []
        }
    }

    private mutating func settleOldest() async throws(BulkFault) {
        let (units, pending) = underway.removeFirst()
        do {
            try settle(units, try await pending.all())
        } catch let fault as BulkFault {
            throw fault
        } catch {
            let came = (error as? ConnectionError)?.replies ?? []
            try await recover(units, came, error)
        }
    }

    private mutating func settle(_ units: [BulkUnit], _ replies: [Reply]) throws(BulkFault) {
        var start = 0
        var wasCut = false
        for unit in units {
            let end = start + unit.commands.count
            defer { start = end }
            guard end <= replies.count else {
                try put(unit, back: !wasCut)
                wasCut = true
                continue
            }
            let outcome = unit.outcome(replies[start..<end], newest: newest[unit.kind] ?? 0)
            if outcome.isPassing, unit.attempts + 1 < Self.attemptsMax {
                again.append(unit)
                again[again.count - 1].attempts += 1
            } else {
                if let old = unit.oldID, unit.kind.isKeyed {
                    ids[old] = isDryRun ? old : outcome.id ?? old
                }
                try settle(unit.record, outcome)
            }
        }
    }

    /// Has a record that got no answer sent again.
    ///
    /// The first of them may be what ends the connection each time: it is given up in the end.
    private mutating func put(_ unit: BulkUnit, back isFirst: Bool) throws(BulkFault) {
        var unit = unit
        unit.attempts += isFirst ? 1 : 0
        guard unit.attempts < Self.attemptsMax else {
            let reason = "no answer: the connection ended \(unit.attempts) times behind it"
            return try settle(unit.record, ImportOutcome(.invalid, reason: reason))
        }
        again.append(unit)
    }

    private mutating func settle(
        _ record: BulkRecord, _ outcome: ImportOutcome
    ) throws(BulkFault) {
        tally.add(outcome.word)
        try report(record, outcome)
    }

    /// After a lost connection: what was not answered goes out again under the same keys.
    private mutating func recover(
        _ units: [BulkUnit], _ came: [Reply], _ error: any Error
    ) async throws(BulkFault) {
        try settle(units, came)
        for (others, _) in underway { again += others }
        underway = []
        for attempt in 1...Self.attemptsMax {
            await Self.pause(attempt)
            if let fresh = try? await connect() {
                client = fresh
                return try await drain()
            }
        }
        let line = again.map(\.record.line).min() ?? 0
        throw BulkFault(
            "connection lost at line \(line): \(error); the same command goes on from there",
            status: .unavailable)
    }

    private static func pause(_ attempt: Int) async {
        let milliseconds = min(3000, 50 << attempt)
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }
}
