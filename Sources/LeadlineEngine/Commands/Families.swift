extension CommandTable {
    /// Everything this server understands, chapter by chapter.
    package static let leadline = CommandTable([
        session,
        introspection,
        user,
        partner,
        signup,
        suspension,
        catalogue,
        referrer,
        campaign,
        lead,
        leadList,
        form,
        assignment,
        flow,
        followUp,
        holiday,
        events,
        subscriptions,
        cursors,
        operations,
    ])
}
