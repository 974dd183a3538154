import LeadlineClient

extension Exporter {
    /// The records of a kind, each with the kind that it is.
    mutating func rows(
        _ kind: BulkKind
    ) async throws(BulkFault) -> [(BulkKind, [Reply.Entry])] {
        let rows: [[Reply.Entry]]
        switch kind {
        case .service: rows = try await pages(["SERVICE.LIST"]).reversed()
        case .rate: rows = try await pages(["FX.LIST"]).reversed()
        case .score: rows = try await pages(["SCORE.LIST"])
        case .sla: rows = try await pages(["SLA.LIST"])
        case .collateral: rows = try await pages(["COLLATERAL.LIST"]).reversed()
        case .holiday: rows = try await pages(["HOLIDAY.LIST"])
        case .training: rows = try await pages(["TRAINING.LIST"]).reversed()
        case .terms: rows = try await pages(["TERMS.LIST"])
        case .suspension:
            rows = try await pages(["PARTNER.LIST", "STATE", "suspended", "COLUMNS", "id"])
                .reversed().map { [Reply.Entry(key: .status("partner"), value: $0[0].value)] }
        case .coverage: rows = try await pages(["COVER.LIST"]).reversed()
        case .territory: rows = try await pages(["TERRITORY.LIST"]).reversed()
        case .form: rows = try await forms()
        case .tier: rows = try await pages(["TIER.LIST"])
        case .referrer:
            let columns = "id,kind,name,email,rate,fixed,currency,ref,created"
            rows = try await pages(["REFERRER.LIST", "COLUMNS", columns]).reversed()
        case .campaign:
            let columns =
                "id,state,name,services,areas,tiers,products,since,until,boost,protect,owner,goal"
            rows = try await pages(["CAMPAIGN.LIST", "COLUMNS", columns]).reversed()
        case .user: rows = try await users(areOutside: false)
        case .partner:
            // Users of a partner come behind it, because it has to be there first.
            let outside = try await users(areOutside: true).map { (BulkKind.user, $0) }
            return try await partners().map { (kind, $0) } + outside
        case .lead: rows = []
        }
        return rows.map { (kind, $0) }
    }

    /// The house's users or those of partners; admins first, because one has to be the first.
    private mutating func users(
        areOutside: Bool
    ) async throws(BulkFault) -> [[Reply.Entry]] {
        let users = try await pages(["USER.LIST"]).reversed().filter { row in
            let user = Reply.map(row)
            let isBound = user["partner"]?.string != nil || user["referrer"]?.string != nil
            return isBound == areOutside
        }
        let isAdmin: ([Reply.Entry]) -> Bool = { Reply.map($0)["role"]?.string == "admin" }
        return users.filter(isAdmin) + users.filter { !isAdmin($0) }
    }

    private mutating func partners() async throws(BulkFault) -> [[Reply.Entry]] {
        let ids = try await pages(["PARTNER.LIST", "COLUMNS", "id"]).reversed()
            .compactMap { $0.first?.value.string }
        return try await server.ask(ids.map { ["PARTNER.GET", $0] }).compactMap { reply in
            guard case .map(let entries) = reply else { return nil }
            return entries
        }
    }

    /// The fields of every service: a form is of a word, whether that is in the catalogue or not.
    private mutating func forms() async throws(BulkFault) -> [[Reply.Entry]] {
        var services: [String] = []
        for row in try await pages(["EVENTS", "TYPE", "form.*"]) {
            guard let service = Reply.map(row)["subject"]?.string, !services.contains(service)
            else { continue }
            services.append(service)
        }
        var rows: [[Reply.Entry]] = []
        for service in services {
            let name = Reply.Entry(key: .status("service"), value: .status(service))
            let form = try await server.ask([["FORM.GET", service]])[0].page
            for entries in form?.rows ?? [] { rows.append([name] + entries) }
        }
        return rows
    }
}
