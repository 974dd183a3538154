extension Flow {
    /// The life of an inbound lead: one that a partner, advertiser or link brings to us.
    ///
    /// It begins as `new`, as `needsinfo` when a required field is missing, or as `queued`. What no
    /// role makes happens by itself: a queued lead moves up when the claim before it ends, and an
    /// accepted one expires with its own.
    package static let `in` = Flow(
        direction: .in,
        moves: [
            Move(.new, to: .accepted, by: .staff, .status),
            Move(.new, to: .accepted, by: .desk, .accept),
            Move(.accepted, to: .qualified, by: .staff, .status),
            Move(.qualified, to: .meeting, by: .staff, .status, requires: .meetingTime),
            Move(.meeting, to: .negotiation, by: .staff, .status),
            Move(.qualified, to: .won, by: .staff, .status, requires: .value),
            Move(.meeting, to: .won, by: .staff, .status, requires: .value),
            Move(.negotiation, to: .won, by: .staff, .status, requires: .value),
            Move(.accepted, to: .lost, by: .staff, .status, requires: .reason),
            Move(.qualified, to: .lost, by: .staff, .status, requires: .reason),
            Move(.meeting, to: .lost, by: .staff, .status, requires: .reason),
            Move(.negotiation, to: .lost, by: .staff, .status, requires: .reason),
            Move(.accepted, to: .unqualified, by: .staff, .status, requires: .reason),
            Move(.qualified, to: .unqualified, by: .staff, .status, requires: .reason),
            Move(.meeting, to: .unqualified, by: .staff, .status, requires: .reason),

            Move(.needsinfo, to: .new, by: .submitters, .set),
            Move(.new, to: .needsinfo, by: .staff, .status),
            Move(.queued, to: .new, by: [], nil),
            Move(.accepted, to: .expired, by: [], nil, .claim),
            Move(.qualified, to: .expired, by: [], nil, .claim),
            Move(.meeting, to: .expired, by: [], nil, .claim),
            Move(.negotiation, to: .expired, by: [], nil, .claim),

            Move(.new, to: .rejected, by: .desk, .status, requires: .reason),
            Move(.anyOpen, to: .withdrawn, by: .submitters, .withdraw, requires: .reason),
            Move(.anyClosed, to: .new, by: .desk, .reopen, requires: .reason),
        ])
}
