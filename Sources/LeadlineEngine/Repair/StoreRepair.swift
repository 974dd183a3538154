import LeadlineDomain
package import LeadlineStore

/// Makes a sound store of what can be read of a hurt one, which is only read.
///
/// Records, single values and sequences are taken over; all that follows from records is made anew
/// from them, by the tables' own declarations. Money and events are taken as they are or not at
/// all: what is missing of them is told, never reckoned. A result that lacks anything says so when
/// it is opened, until somebody accepts that.
package enum StoreRepair {
    /// So many losses are kept in the store; all are in the report.
    package static let lossesKeptMax = 1000

    /// Repairs the store of `options` into a folder that does not exist yet.
    ///
    /// The same files give the same result. Cut short, it leaves nothing at `path`.
    package static func run(
        _ options: StoreOptions, to path: String
    ) throws(StoreFault) -> RepairReport {
        let place = try FreshDirectory(path: path)
        let salvage = try Salvage(options)
        let source = salvage.store
        defer { source.close() }
        try upgrade(source)
        var report = RepairReport()
        // What an earlier repair did not save is still missing.
        for loss in source.losses + salvage.losses { report.add(loss: loss) }
        let target = try Store.make(at: place.draft, after: source)
        do throws(StoreFault) {
            try copy(source, target, &report) { source.reason($0, of: options.path) }
            try target.finishRepair(losses: kept(report))
        } catch {
            target.close()
            throw error
        }
        try place.finish()
        return report
    }

    /// Takes a repaired store as it is: from now on it is served.
    package static func accept(_ options: StoreOptions) throws(StoreFault) -> [String] {
        var reading = options
        reading.isReadOnly = true
        let looked = try StoreUpgrade.open(reading)
        let losses = looked.losses
        looked.close()
        guard !losses.isEmpty else { return [] }
        var accepting = options
        accepting.acceptsLosses = true
        try StoreUpgrade.open(accepting).close()
        return losses
    }

    private static func upgrade(_ source: Store) throws(StoreFault) {
        guard source.upgradingFrom != nil else { return }
        var upgrade = StoreUpgrade(source)
        while try upgrade.step() {}
        try source.finishUpgrade()
    }

    private static func copy(
        _ source: Store, _ target: Store, _ report: inout RepairReport,
        reason: @escaping (StoreFault) -> String
    ) throws(StoreFault) {
        var view = source.view(.sweep)
        var records = RecordCopy(target, report, reason: reason)
        records.takeValues(&view)
        Schema.show(&records, in: &view)
        records.finishValues()
        if let fault = records.fault { throw fault }
        report = records.report
        report.lookForStrangers(&view, known: records.tags)
        var result = target.view(.sweep)
        var inspection = Inspection(isDeep: true, at: result.eventHead().at)
        inspection.run(&result)
        for problem in inspection.problems {
            report.add(.hurt, "\(problem.check) \(problem.subject)", "\(problem.problem)")
        }
        if let fault = result.fault { throw fault }
    }

    private static func kept(_ report: RepairReport) -> [String] {
        let losses = report.losses.map { "\($0.outcome.rawValue) \($0.subject): \($0.problem)" }
        guard losses.count > lossesKeptMax else { return losses }
        return losses.prefix(lossesKeptMax) + ["and \(losses.count - lossesKeptMax) more"]
    }
}

extension RepairReport {
    /// Adds what an opening or an earlier repair has told: its subject, a colon, and the rest.
    fileprivate mutating func add(loss: String) {
        let parts = loss.split(separator: ": ", maxSplits: 1).map(String.init)
        add(.lost, parts[0], parts.count > 1 ? parts[1] : "")
    }

    /// Tells of rows that are of no table.
    fileprivate mutating func lookForStrangers(_ view: inout View, known: [UInt8]) {
        for tag in view.tags(otherThan: known) {
            add(.dropped, "tag \(tag)", "rows that are of no table of this version")
        }
    }
}
