import LeadlineDomain

/// How much one report reads and answers at most.
package struct ReportLimits: Sendable {
    /// Rows of the counters, or accounts, that it reads.
    package var rowsMax = EngineLimits.reportRowsMax
    /// Rows that it has.
    package var groupsMax = EngineLimits.reportGroupsMax
    /// Partners that are looked at for TIER.
    package var partnersMax = EngineLimits.reportPartnersMax

    package init() {}

    var tooManyCounters: Rejection {
        Rejection(
            .limit,
            "a report reads at most \(rowsMax) counters; narrow it with SINCE, UNTIL or IN")
    }

    var tooManyAccounts: Rejection {
        Rejection(
            .limit, "a report reads at most \(rowsMax) accounts; narrow it with PARTNER or TIER")
    }

    var tooManyRows: Rejection {
        Rejection(
            .limit,
            "a report has at most \(groupsMax) rows; narrow it with SINCE, UNTIL or IN")
    }

    var tooManyPartners: Rejection {
        Rejection(.limit, "tier: at most \(partnersMax) partners are looked at", field: "tier")
    }
}
