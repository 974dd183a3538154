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
        case (.new, .basic): text(PackageResources.postgres_basic_new_sql)
        case (.new, .same): text(PackageResources.postgres_same_new_sql)
        case (.mixed, _): nil
        }
    }

    /// The query that counts what PostgreSQL keeps for each lead.
    static var postgresEntryCount: String {
        String(decoding: PackageResources.postgres_entries_sql, as: UTF8.self)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
