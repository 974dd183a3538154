import LeadlineClient

extension Exporter {
    /// Leads asked for in one write.
    private static let batchCountMax = 200
    /// Roles that reach every lead, which can therefore be counted through.
    private static let wholeRoles: Set = ["admin", "manager", "finance", "auditor"]

    /// Writes the leads, oldest first where all can be counted through, else newest first.
    ///
    /// `number` is that of the last one an earlier run wrote.
    mutating func leads(_ filters: [String], after number: UInt64?) async throws(BulkFault) {
        let role = try await server.ask([["WHOAMI"]])[0]["role"]?.string ?? ""
        isCounting = filters.isEmpty && Self.wholeRoles.contains(role)
        if isCounting {
            try await count(from: (number ?? 0) + 1)
        } else {
            try await list(filters, below: number)
        }
    }

    /// By their numbers: whatever is registered meanwhile comes, too.
    private mutating func count(from start: UInt64) async throws(BulkFault) {
        var next = start
        while let newest = try await newest(), newest >= next {
            while next <= newest {
                let end = min(newest, next + UInt64(Self.batchCountMax) - 1)
                try await write((next...end).map { "L\($0)" })
                next = end + 1
            }
        }
    }

    private mutating func newest() async throws(BulkFault) -> UInt64? {
        let page = try await server.ask([["LEAD.LIST", "COLUMNS", "id", "LIMIT", "1"]])[0].page
        return page?.rows.first?.first?.value.string.flatMap { BulkUnit.number(of: $0) }
    }

    /// By pages, newest first.
    private mutating func list(
        _ filters: [String], below number: UInt64?
    ) async throws(BulkFault) {
        var after: String?
        repeat {
            let words =
                ["LEAD.LIST"] + filters + [
                    "COLUMNS", "id", "LIMIT", "\(PatientClient.pageRowsMax)",
                ]
            let reply = try await server.ask([words + (after.map { ["AFTER", $0] } ?? [])])[0]
            if case .error(let refusal) = reply {
                throw BulkFault("LEAD.LIST: \(refusal)", status: SysExit(refusal))
            }
            var ids = (reply.page?.rows ?? []).compactMap { $0.first?.value.string }
            if let number { ids.removeAll { (BulkUnit.number(of: $0) ?? 0) >= number } }
            while !ids.isEmpty {
                try await write(Array(ids.prefix(Self.batchCountMax)))
                ids.removeFirst(min(ids.count, Self.batchCountMax))
            }
            after = reply.page?.next
        } while after != nil
    }

    private mutating func write(_ ids: [String]) async throws(BulkFault) {
        let replies = try await server.ask(ids.map { ["LEAD.GET", $0] })
        let found = zip(ids, replies).compactMap { id, reply -> (String, [Reply.Entry])? in
            // A number of no lead, or of one that is beyond the caller's wall.
            guard case .map(let entries) = reply else { return nil }
            return (id, entries)
        }
        guard hasNotes else {
            for (_, entries) in found { try write(.lead, entries) }
            return
        }
        let around = try await surroundings(of: found.map(\.0))
        for (id, entries) in found { try write(.lead, entries + (around[id] ?? [])) }
    }
}
