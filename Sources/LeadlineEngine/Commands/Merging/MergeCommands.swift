import LeadlineDomain

extension CommandTable {
    /// Leads that become one, and leads that change hands in bulk.
    static let merging: [Command] = [
        .write(
            "LEAD.MERGE", "Merges a lead into another of the same customer, and closes it.",
            group: .lead, by: .staff, reach: .lead("lead"), kind: .update,
            events: [
                .leadMerged, .leadTouched, .itemAdded, .attachmentAdded, .leadPromoted,
                .leadExpired,
            ],
            Positional<LeadReference>("lead"), RequiredKeyword<LeadReference>("INTO"),
            RequiredKeyword<Phrase>("REASON"), run: mergeLead),
        .either(
            "LEAD.TRANSFER", "Moves open leads, with their credit, to another partner or owner.",
            group: .lead, by: .desk, reach: .house, kind: .create, events: [.leadTransferred],
            readingWith: "DRYRUN", inBlock: .refused, RequiredKeyword<TransferParty>("FROM"),
            RequiredKeyword<TransferParty>("TO"), TransferForm.form,
            RequiredKeyword<Phrase>("REASON"), Flag("DRYRUN"), read: countTransfer,
            write: transferLeads),
    ]
}
