/// How much a peer keeps for each new lead.
enum IndexSet: String, CaseIterable, Sendable {
    /// What many would keep: a record, five or six indexes, an event.
    case basic
    /// Every kind of entry that Leadline keeps.
    case same

    /// How reports name it behind the server's name.
    var label: String {
        switch self {
        case .basic: "few indexes"
        case .same: "same indexes"
        }
    }

    /// Whether a peer with these has anything to do, when it can do `able`.
    func isNeeded(for works: [Work], _ able: [Work]) -> Bool {
        let own =
            self == .basic
            ? Work.ofRequests.filter { !Work.ofIndexes.contains($0) }
            : [.new] + Work.ofIndexes
        return works.contains { own.contains($0) && able.contains($0) }
    }

    /// One new lead as a Redis script.
    var redisScript: String {
        text(self == .basic ? PackageResources.redis_basic_lua : PackageResources.redis_same_lua)
    }

    /// The tables and indexes in PostgreSQL.
    var postgresSchema: String {
        text(
            self == .basic
                ? PackageResources.postgres_basic_sql : PackageResources.postgres_same_sql)
    }

    /// A kind of work as a script of pgbench; nil when it has none.
    func pgbenchScript(_ work: Work) -> String? {
        switch (work, self) {
        case (.ping, _): text(PackageResources.postgres_ping_sql)
        case (.get, _): text(PackageResources.postgres_get_sql)
        case (.status, _): text(PackageResources.postgres_status_sql)
        case (.list, .same): text(PackageResources.postgres_list_sql)
        case (.queue, .same): text(PackageResources.postgres_queue_sql)
        case (.find, .same): text(PackageResources.postgres_find_sql)
        case (.new, .basic): text(PackageResources.postgres_basic_new_sql)
        case (.new, .same): text(PackageResources.postgres_same_new_sql)
        case (.mixed, _), (.importing, _), (.list, .basic), (.queue, .basic), (.find, .basic): nil
        }
    }

    /// Makes leads up to a number, which are to be read.
    var postgresFill: String {
        text(
            self == .basic
                ? PackageResources.postgres_basic_fill_sql
                : PackageResources.postgres_same_fill_sql)
    }

    /// The query that counts what PostgreSQL keeps for each lead.
    static var postgresEntryCount: String {
        String(decoding: PackageResources.postgres_entries_sql, as: UTF8.self)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
