import LeadlineStore

/// Every table of the store: what is where on disk, in one list.
package enum Schema {
    static let leads = LeadTable()
    static let notes = NoteTable()
    static let partners = PartnerTable()
    static let services = ServiceTable()
    static let forms = FormTable()
    static let coverage = CoverageTable()
    static let territories = TerritoryTable()
    static let assignments = AssignmentTable()
    static let users = UserTable()
    static let suspensions = SuspensionTable()
    static let referrers = ReferrerTable()
    static let campaigns = CampaignTable()
    static let disputes = DisputeTable()
    static let touches = TouchTable()
    static let transfers = TransferTable()
    static let scoreRules = ScoreRuleTable()
    static let assessments = AssessmentTable()
    static let nurtureLinks = NurtureLinkTable()
    static let suppressions = SuppressionTable()
    static let mail = MailTable()
    static let items = ItemTable()
    static let attachments = AttachmentTable()
    static let attachmentParts = AttachmentPartTable()
    static let feedback = FeedbackTable()
    static let erasures = ErasureTable()
    static let tiers = TierTable()
    static let collateral = CollateralTable()
    static let training = TrainingTable()
    static let tierLapses = TierLapseTable()
    static let tierRuns = TierRunTable()
    static let rates = RateTable()
    static let events = EventTable()
    static let cursors = CursorTable()
    static let idempotency = IdempotencyTable()

    /// What the rows of one event stand under: its own and its index's.
    package static let eventTags = events.table.tags
}
