import LeadlineDomain

/// What a report's rows are of; those of nothing come last.
enum ReportGroup: Hashable, Comparable, Sendable {
    case partner(PartnerID)
    case referrer(ReferrerID)
    case campaign(CampaignID)
    case text(String)
    case nothing

    init(_ payee: Payee) {
        switch payee {
        case .partner(let id): self = .partner(id)
        case .referrer(let id): self = .referrer(id)
        }
    }

    /// The cell that names the row.
    var value: FieldValue {
        switch self {
        case .partner(let id): .id(id)
        case .referrer(let id): .id(id)
        case .campaign(let id): .id(id)
        case .text(let text): .text(Text(text))
        case .nothing: .null
        }
    }

    /// The partner, where it is one.
    var partner: PartnerID? {
        if case .partner(let id) = self { id } else { nil }
    }
}

/// Names one row of a report: its stretch of BY and what it is of.
struct ReportPlace: Hashable, Comparable, Sendable {
    /// The first day of the stretch; nil without BY.
    let period: Int64?
    let group: ReportGroup

    static func < (left: ReportPlace, right: ReportPlace) -> Bool {
        (left.period ?? .min, left.group) < (right.period ?? .min, right.group)
    }
}

/// One row of a report, its cells in the order of the columns.
struct ReportRow: Sendable {
    let cells: [FieldValue]
}
