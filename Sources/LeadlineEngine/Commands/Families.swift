extension CommandTable {
    /// Everything this server understands, chapter by chapter.
    package static let leadline = CommandTable([
        session, introspection, partner, catalogue, lead, leadList, assignment, flow, events,
        cursors, operations,
    ])
}
