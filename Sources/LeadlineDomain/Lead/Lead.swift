/// A referral: a customer's need on its way to or from a partner.
///
/// An unset field is nil, an unset list empty. `version` begins at 1 and counts the writes.
package struct Lead: Equatable, Sendable {
    /// The number, never reused.
    package let id: LeadID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// How often the lead was reopened.
    package var epoch: UInt32 = 0

    /// Where the lead stands.
    package var status: LeadStatus = .new

    /// Which way the lead travels; never changes.
    package let direction: Direction

    /// What the need is called.
    package var title: Text?

    /// The customer's address as typed, for sending.
    package var email: Text

    /// The normalised address that tells customers apart; see `EmailAddress.key`.
    package var emailKey: Text

    /// The customer's name.
    package var name: Text?

    /// The customer's company.
    package var company: Text?

    /// The customer's telephone number as typed.
    package var phone: Text?

    /// The service wanted, in lower case; nil is any.
    package var service: Text?

    /// Where the service is wanted, in the order given.
    package var areas: [Area] = []

    /// The customer's postal code.
    package var zip: Zip?

    /// The customer's country.
    package var country: CountryCode?

    /// The expected or won amount in minor units of `currency`.
    package var value: Int64?

    /// The currency of `value`.
    package var currency: Currency

    /// Free text given with the lead.
    package var notes: Text?

    /// Who or what brought the lead.
    package var source: LeadSource

    /// Whether the lead was brought from outside; always so when `direction` is `in`.
    package var external = false

    /// The user who registered the lead.
    package var submitter: Text

    /// The user who looks after the lead.
    package var owner: Text?

    /// The partner the lead is with, or of an inbound one, the partner that brought it.
    package var partner: PartnerID?

    /// How the partner was chosen; nil when there is none, and of every inbound lead.
    package var assignment: AssignmentKind?

    /// Who is credited with the referral.
    package var referrer: Payee?

    /// The employee who helped a contact to refer.
    package var helper: ReferrerID?

    /// The campaign the lead came by.
    package var campaign: CampaignID?

    /// The products wanted, in the order given; empty is any.
    package var products: [Text] = []

    /// The caller's own name for the lead; unique.
    package var ref: Text?

    /// 0 to 100.
    package var score: Int32 = 0

    /// Why the lead was last declined, rejected, lost, withdrawn or reopened.
    package var reason: Text?

    /// When the meeting with the customer is.
    package var meeting: Timestamp?

    /// The lead that this one was spawned from.
    package var from: LeadID?

    /// Other leads of the same customer, in the order they were linked.
    package var related: [LeadID] = []

    /// The partners who declined; none of them is offered the lead again.
    package var declined: [PartnerID] = []

    /// The reason given to register despite a warning.
    package var forced: Text?

    /// When the lead was registered.
    package let created: Timestamp

    /// When the lead was last written.
    package var updated: Timestamp

    /// When the lead was closed; nil while it is open.
    package var closed: Timestamp?

    /// Since when the lead has this status.
    package var since: Timestamp

    /// The user of the last write.
    package var lastActor: Text

    /// Custom fields, in the order in which they were first given.
    package var fields: [CustomField] = []

    /// Required fields that an inbound lead lacks, in the order of its service's form.
    package var missing: [Text] = []

    /// What an inbound lead holds of its customer; nil of every other, and of a closed one.
    package var claim: Claim?

    /// What the lead waits for by the follow-up clock; nil where that does not run.
    package var followUp: FollowUp?

    /// Who shares the credit for the lead, where more was said than its referrer.
    package var credit: [CreditShare] = []

    /// The lead that this one was merged into; such a one is closed and stays so.
    package var mergedInto: LeadID?

    /// The oldest open dispute about the lead.
    package var dispute: DisputeID?
    /// How far it has got on its present way; nil while nobody was asked about it.
    package var progress: LeadProgress?

    /// What was found of the lead already, for whoever needs it again; never written.
    package var memo = LeadMemo()

    /// A new lead with what every lead has.
    package init(
        id: LeadID, direction: Direction, email: Text, emailKey: Text, currency: Currency,
        source: LeadSource, submitter: Text, created: Timestamp
    ) {
        self.id = id
        self.direction = direction
        self.email = email
        self.emailKey = emailKey
        self.currency = currency
        self.source = source
        self.submitter = submitter
        self.created = created
        updated = created
        since = created
        lastActor = submitter
    }
}

extension Lead {
    /// Whether it keeps others from registering its customer for the same (`rules.md` 1 and 2).
    package func isHolding(at now: Timestamp) -> Bool {
        switch direction {
        case .out: status.isOpen
        case .in: claim?.isAlive(at: now) ?? false
        }
    }

    /// Whether the lead counts as load of the partner it is with: only what we sent there does.
    package var isPartnerLoad: Bool { direction == .out && status.isPartnerLoad }
}
