extension Flow {
    /// The life of an outbound lead: a client's request that leaves for a partner.
    ///
    /// Where two commands make the same move, the one that `STATUS` acts as stands first.
    package static let out = Flow(
        direction: .out,
        moves: [
            Move(.new, to: .review, by: .desk, .assign, requires: .partner),
            Move(.review, to: .offered, by: .staff, .release),
            Move(.offered, to: .accepted, by: .deskOrPartner, .accept),
            Move(.accepted, to: .contacted, by: .workers, .status),
            Move(.contacted, to: .quoted, by: .workers, .status),
            Move(.contacted, to: .won, by: .workers, .status, requires: .value),
            Move(.quoted, to: .won, by: .workers, .status, requires: .value),
            Move(.accepted, to: .lost, by: .workers, .status, requires: .reason),
            Move(.contacted, to: .lost, by: .workers, .status, requires: .reason),
            Move(.quoted, to: .lost, by: .workers, .status, requires: .reason),

            Move(.offered, to: .review, by: .desk, .assign, requires: .partner),
            Move(.offered, to: .review, by: .deskOrPartner, .decline, requires: .reason, .accept),
            Move(.offered, to: .offered, by: .deskOrPartner, .decline, requires: .reason, .accept),
            Move(.offered, to: .new, by: .desk, .unassign, requires: .reason),
            Move(.offered, to: .new, by: .deskOrPartner, .decline, requires: .reason, .accept),
            Move(.accepted, to: .review, by: .desk, .assign, requires: .partner),
            Move(.accepted, to: .review, by: .deskOrPartner, .decline, requires: .reason, .contact),
            Move(.accepted, to: .new, by: .desk, .unassign, requires: .reason),
            Move(.accepted, to: .new, by: .deskOrPartner, .decline, requires: .reason, .contact),
            Move(.contacted, to: .review, by: .desk, .assign, requires: .partner),
            Move(.contacted, to: .review, by: .deskOrPartner, .decline, requires: .reason),
            Move(.contacted, to: .new, by: .desk, .unassign, requires: .reason),
            Move(.contacted, to: .new, by: .deskOrPartner, .decline, requires: .reason),
            Move(.review, to: .new, by: .desk, .unassign, requires: .reason),

            Move(.new, to: .rejected, by: .desk, .status, requires: .reason),
            Move(.review, to: .rejected, by: .desk, .status, requires: .reason),
            Move(.anyOpen, to: .withdrawn, by: .staff, .withdraw, requires: .reason),
            Move(.anyClosed, to: .new, by: .desk, .reopen, requires: .reason),
        ])
}
