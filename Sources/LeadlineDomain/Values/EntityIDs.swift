/// Names a lead.
package struct LeadID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "L" }
    package static var noun: StaticString { "lead" }
}

/// Names a partner, who works leads and may log in.
package struct PartnerID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "P" }
    package static var noun: StaticString { "partner" }
}

/// Names a referrer: a contact, employee or vendor who is only paid.
package struct ReferrerID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "R" }
    package static var noun: StaticString { "referrer" }
}

/// Names a sale.
package struct SaleID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "S" }
    package static var noun: StaticString { "sale" }
}

/// Names a bonus.
package struct BonusID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "B" }
    package static var noun: StaticString { "bonus" }
}

/// Names a payout.
package struct PayoutID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "PAY" }
    package static var noun: StaticString { "payout" }
}

/// Names what was remitted to the tax office, or came back from it.
package struct RemittanceID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "TAX" }
    package static var noun: StaticString { "remittance" }
}

/// Names an invoice.
package struct InvoiceID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "INV" }
    package static var noun: StaticString { "invoice" }
}

/// Names a payment attempt.
package struct PaymentID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "PMT" }
    package static var noun: StaticString { "payment" }
}

/// Names a campaign.
package struct CampaignID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "CMP" }
    package static var noun: StaticString { "campaign" }
}

/// Names a dispute.
package struct DisputeID: EntityID {
    package let raw: UInt64

    /// Makes the id with this number, which is at least 1.
    package init(raw: UInt64) {
        self.raw = raw
    }

    package static var prefix: StaticString { "D" }
    package static var noun: StaticString { "dispute" }
}
