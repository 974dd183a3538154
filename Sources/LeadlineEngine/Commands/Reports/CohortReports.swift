import LeadlineDomain
import LeadlineStore

/// The columns of REPORT PARTNERS.
enum PartnerReportColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "partner", "name", "tier"] + CohortSums.titles
}

/// The columns of REPORT REPS.
enum RepReportColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "owner"] + CohortSums.titles
}

/// The columns of REPORT REFERRERS.
enum ReferrerReportColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "referrer"] + CohortSums.titles
}

/// The columns of REPORT SOURCES.
enum SourceReportColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "source"] + CohortSums.titles
}

/// The columns of REPORT SERVICES.
enum ServiceReportColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "service"] + CohortSums.titles
}

/// The columns of REPORT CAMPAIGNS.
enum CampaignReportColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "campaign"] + CohortSums.titles
}

extension CohortReport {
    static let partners = CohortReport(.partner) { group, reader in
        let partner = group.partner.flatMap { reader.view.get(Schema.partners.table, $0) }
        return [.optional(partner?.name), .optional(partner?.tier)]
    } group: { query, count in
        partner(of: count, query).map { .partner($0) } ?? .nothing
    }

    static let reps = CohortReport(.owner) { _, count in
        if count.book == .owner, case .user(let name)? = count.party {
            return .text("\(name)")
        }
        return count.facet.owner.map { .text("\($0)") } ?? .nothing
    }

    static let referrers = CohortReport(.referrer) { query, count in
        guard count.book == .referrer else {
            return query.shownReferrer(of: count.facet).map { ReportGroup($0) } ?? .nothing
        }
        return switch count.party {
        case .partner(let id)?: .partner(id)
        case .referrer(let id)?: .referrer(id)
        case .user?, nil: .nothing
        }
    }

    static let sources = CohortReport(.overall) { _, count in
        count.facet.source.map { .text("\($0.text)") } ?? .nothing
    }

    static let services = CohortReport(.overall, showsNothing: true) { _, count in
        count.facet.service.map { .text("\($0)") } ?? .nothing
    }

    static let campaigns = CohortReport(.overall, showsNothing: true) { _, count in
        count.facet.campaign.map { .campaign($0) } ?? .nothing
    }

    /// The partner that a count belongs to, as far as the caller is shown it.
    static func partner(of count: ReportScan.Count, _ query: ReportQuery) -> PartnerID? {
        // In the book of partners, and of a decline, the row stands under the partner itself.
        let isUnderPartner = count.book == .partner || count.facet.fact == .declined
        if isUnderPartner, case .partner(let id)? = count.party { return id }
        return query.shownPartner(of: count.facet)
    }
}
