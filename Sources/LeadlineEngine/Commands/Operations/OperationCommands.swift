import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What an operator looks after: soundness of the store, and the clock of a test server.
    static let operations: [Command] = [
        .scan(
            "CHECK", "Lists inconsistencies between records, indexes, counters and chain.",
            group: .operations, by: .admin, reach: .house, inBlock: .refused, Flag("DEEP"),
            run: check),
        clockCommand,
    ]

    /// Not made by `.write`: it keeps no row, so there is no reply to repeat and no event.
    private static let clockCommand = Command(
        name: "DEBUG CLOCK", summary: "Shows the clock, or makes it stand at another time.",
        group: .operations, roles: .admin, reach: .house,
        slots: clockAdvance.slots + clockSet.slots,
        reply: ClockReply.shape, blockRule: .refused,
        body: .write {
            (tx: inout Transaction, request: inout Request, reply: inout ReplyWriter)
                throws(Rejection) in
            let advance = try clockAdvance.take(&request)
            let set = try clockSet.take(&request)
            try debugClock(tx: &tx, advance: advance, set: set).write(to: &reply)
        })

    private static let clockAdvance = Keyword<Seconds>("ADVANCE")
    private static let clockSet = Keyword<TimeInput>("SET")
}

private func check(reader: inout Reader, isDeep: Bool) throws(Rejection) -> ProblemPage {
    var inspection = Inspection(isDeep: isDeep, at: reader.now)
    inspection.run(&reader.view)
    return ProblemPage(inspection.problems)
}
