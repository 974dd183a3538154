package import LeadlineStore

/// What can be told at once of whether a store is whole; `CHECK DEEP` tells the rest.
///
/// It is whether there are rows that no table of this version has, and whether the end of the chain
/// of events holds; of a store that is only read the newest records too.
package enum StoreLook {
    /// What is wrong, a line each; nothing when all seems well.
    package static func problems(of store: Store) -> [String] {
        var view = store.view(.sweep)
        var tags = SchemaTags()
        Schema.show(&tags, in: &view)
        var lines = view.tags(otherThan: tags.known).map {
            "rows of kind \($0), which this version does not know"
        }
        var inspection = Inspection(isDeep: false, at: view.eventHead().at)
        if store.isReadOnly {
            inspection.run(&view)
        } else {
            inspection.checkChain(&view)
        }
        lines += inspection.problems.map { "\($0.check) \($0.subject): \($0.problem)" }
        if let fault = view.fault { lines.append("\(fault)") }
        return lines
    }
}

/// Every tag that a table of the schema uses.
private struct SchemaTags: TableVisitor {
    var known: [UInt8] = []

    mutating func visit<Record>(_ table: borrowing Table<Record>, in view: inout View) {
        known += table.tags
    }
}
