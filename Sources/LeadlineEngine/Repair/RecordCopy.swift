import LeadlineDomain
import LeadlineStore

/// Takes over one table after another, each record under all that its table maintains.
struct RecordCopy: TableVisitor {
    private let target: Store
    private let group: Group
    /// Says of what a fault is, for the report.
    private let reason: (StoreFault) -> String
    private(set) var report: RepairReport
    /// What the rows of the tables shown so far begin with.
    private(set) var tags: [UInt8] = []
    /// Why the target cannot be written.
    private(set) var fault: StoreFault?
    /// How far the sequences stood.
    private var sequences: [UInt8: UInt64] = [:]
    private var newestEvent: EventHead?

    /// So many findings in what a table maintains are counted.
    private static let driftMax = 10_000

    /// Copies into a store that holds nothing yet.
    init(
        _ target: Store, _ report: RepairReport, reason: @escaping (StoreFault) -> String
    ) {
        self.reason = reason
        self.target = target
        self.report = report
        group = Group(store: target)
    }

    mutating func visit<Record>(_ table: borrowing Table<Record>, in view: inout View) {
        tags += table.tags
        guard fault == nil else { return }
        countRebuilt(table, &view)
        let name = "\(table.name)"
        var greatest: UInt64 = 0
        let isWhole = view.salvage(table) { found, key in
            switch found {
            case .success(let record):
                if let number = enter(record, table, name) { greatest = max(greatest, number) }
            case .failure(let fault):
                report.add(.dropped, name, "the record under \(Self.hex(key)) is none: \(fault)")
            }
        }
        if !isWhole { tellUnreadable(name, &view) }
        commit()
        if let sequence = table.sequence { raise(sequence, name, to: greatest) }
    }

    // MARK: - Records

    /// Tells how much of what the table maintains did not agree with it.
    private mutating func countRebuilt<R>(_ table: borrowing Table<R>, _ view: inout View) {
        let found = table.drift(in: &view, limit: Self.driftMax).filter {
            if case .undecodable = $0.problem { false } else { true }
        }
        let isUnreadable = view.forgiveCorruption()
        guard isUnreadable || !found.isEmpty else { return }
        let rows = isUnreadable ? "some rows" : "\(found.count) rows"
        report.add(.rebuilt, "\(table.name)", "\(rows) of its indexes and counters")
    }

    /// Enters a record; its number, where ids are numbers.
    private mutating func enter<R: StoredRecord>(
        _ record: R, _ table: borrowing Table<R>, _ name: String
    ) -> UInt64? {
        guard fault == nil else { return nil }
        group.transact { $0.insert(table, record) }
        var key: [UInt8] = []
        record.id.append(to: &key)
        if let met = group.fault {
            report.add(.dropped, name, "\(Self.hex(key)): \(met)")
            return nil
        }
        report.records += 1
        if let event = record as? EventRecord { noteNewest(event) }
        if group.isFull { commit() }
        return R.ID.isNumber ? key.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }

    private mutating func noteNewest(_ event: EventRecord) {
        newestEvent = EventHead(sequence: event.sequence, at: event.at, hash: event.hash)
    }

    private mutating func tellUnreadable(_ name: String, _ view: inout View) {
        let reason = view.fault.map { self.reason($0) } ?? "unknown"
        report.add(
            .lost, name, "records may be missing, or stand as they once were (\(reason))")
        guard !view.forgiveCorruption() else { return }
        fault = view.fault
    }

    private mutating func commit() {
        guard fault == nil, let entry = group.seal(epoch: target.epoch) else {
            return group.reset()
        }
        do throws(StoreFault) { try target.apply(entry) } catch { fault = error }
        group.reset()
    }

    private static func hex(_ key: [UInt8]) -> String {
        key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    // MARK: - Single values

    /// Takes over the sequences and the small single values.
    mutating func takeValues(_ view: inout View) {
        let areWhole = view.salvageSequences { sequence, number in
            if let number {
                sequences[sequence] = number
                group.transact { $0.raise(sequence, to: number) }
            } else {
                report.add(.lost, "sequence \(sequence)", "its number cannot be read")
            }
        }
        if !areWhole { tellUnreadable("sequences", &view) }
        let isEachThere = view.salvageCells { cell, value in
            group.transact { $0.putBytes(cell: cell, value) }
        }
        if !isEachThere { tellUnreadable("single values", &view) }
        commit()
    }

    /// Has a sequence stand at the greatest number that was taken from it.
    private mutating func raise(_ sequence: UInt8, _ name: String, to greatest: UInt64) {
        let stood = sequences[sequence]
        guard greatest > stood ?? 0 else { return }
        group.transact { $0.raise(sequence, to: greatest) }
        commit()
        report.add(
            stood == nil ? .lost : .rebuilt, "sequence of \(name)",
            "stood at \(stood.map { "\($0)" } ?? "nothing"), goes on after \(greatest)")
    }

    /// Begins where the chain of events ended, if that was not to be read.
    mutating func finishValues() {
        guard fault == nil, let newestEvent else { return }
        var view = group.view()
        let isThere = view.getBytes(cell: Cell.eventHead) != nil
        _ = view.eventHead()
        guard !isThere || view.forgiveCorruption() else { return }
        group.transact { changes in
            changes.put(cell: Cell.eventHead) { newestEvent.encode(into: &$0) }
        }
        commit()
        report.add(
            .lost, "event head",
            "was not to be read; the chain goes on after \(newestEvent.sequence)")
    }
}
