import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import Synchronization

/// What INFO prints: sections of `key:value` lines, each after its `# Name`.
struct InfoPage {
    let context: LocalContext

    /// One section: its name, whether INFO alone shows it, and how its lines are counted.
    private struct Section: Sendable {
        let name: String
        var isDefault = true
        /// Whether it says nothing of what others do.
        var isForAll = false
        let fields: @Sendable (InfoPage) -> [(String, String)]
    }

    private static let sections = [
        Section(name: "Server", isForAll: true) { $0.server },
        Section(name: "Clients") { $0.clients },
        Section(name: "Memory") { $0.memory },
        Section(name: "Persistence") { $0.persistence },
        Section(name: "Stats") { $0.stats },
        Section(name: "Replication", isForAll: true) { _ in
            [("role", "master"), ("connected_slaves", "0")]
        },
        Section(name: "CPU") { $0.processor },
        Section(name: "Modules", isForAll: true) { _ in [] },
        Section(name: "Commandstats", isDefault: false) { $0.commandStats },
        Section(name: "Errorstats") { $0.errorStats },
        Section(name: "Latencystats", isDefault: false) { $0.latencyStats },
        Section(name: "Cluster", isForAll: true) { _ in [("cluster_enabled", "0")] },
        Section(name: "Keyspace") { $0.keyspace },
        Section(name: "Leads") { $0.leads },
    ]

    /// The sections named, in the page's order; none named are the default ones.
    ///
    /// Outside the house there are fewer: counts tell of others. A name that is no section adds
    /// nothing. `all` and `everything` name every section.
    func text(of names: [Text]) -> String {
        let wanted = Set(names.map { $0.asciiLowercased.description })
        let isAll = wanted.contains("all") || wanted.contains("everything")
        let hasDefault = wanted.isEmpty || wanted.contains("default")
        let isHouse = context.session.caller.wall.isHouse
        let chosen = Self.sections.filter { isHouse || $0.isForAll }.filter {
            isAll || wanted.contains($0.name.lowercased()) || (hasDefault && $0.isDefault)
        }
        return chosen.map(render).joined(separator: "\r\n")
    }

    private func render(_ section: Section) -> String {
        let lines = section.fields(self).map { "\($0.0):\($0.1)\r\n" }
        return "# \(section.name)\r\n" + lines.joined()
    }
}

// MARK: - Sections

extension InfoPage {
    private var server: [(String, String)] {
        let engine = context.engine
        let uptime = max(0, context.now.milliseconds - engine.startedAt.milliseconds) / 1000
        return [
            ("redis_version", Release.redisLevel), ("redis_git_sha1", "00000000"),
            ("redis_git_dirty", "0"), ("redis_build_id", "leadline-\(Release.version)"),
            ("server_name", "leadline"), ("leadline_version", Release.version),
            ("redis_mode", "standalone"), ("os", InfoProcess.system),
            ("arch_bits", "\(Int.bitWidth)"), ("multiplexing_api", "epoll"),
            ("process_id", "\(InfoProcess.number)"), ("process_supervised", "no"),
            ("run_id", InfoProcess.runID), ("tcp_port", "\(engine.facts.port)"),
            ("server_time_usec", "\(context.now.milliseconds)000"),
            ("uptime_in_seconds", "\(uptime)"), ("uptime_in_days", "\(uptime / 86_400)"),
            ("config_file", engine.facts.configurationFile),
        ]
    }

    private var clients: [(String, String)] {
        let statistics = context.engine.statistics
        return [
            ("connected_clients", "\(statistics.connectionsOpen.load(ordering: .relaxed))"),
            ("cluster_connections", "0"),
            ("maxclients", "\(context.engine.tuning.connectionsMax)"),
            ("blocked_clients", "\(statistics.connectionsBlocked.load(ordering: .relaxed))"),
            ("tracking_clients", "0"), ("clients_in_timeout_table", "0"),
            (
                "unauthenticated_clients",
                "\(statistics.connectionsUnauthenticated.load(ordering: .relaxed))"
            ),
            ("clients_memory", "\(statistics.connectionBytes.load(ordering: .relaxed))"),
            ("clients_memory_limit", "\(context.engine.tuning.memoryBytesMax)"),
            (
                "pubsub_clients",
                "\(context.engine.channels.subscriberCount.load(ordering: .relaxed))"
            ),
        ]
    }

    private var memory: [(String, String)] {
        let memory = InfoProcess.memory
        return [
            ("used_memory", "\(memory.privateBytes)"),
            ("used_memory_human", Self.human(memory.privateBytes)),
            ("used_memory_rss", "\(memory.residentBytes)"),
            ("used_memory_rss_human", Self.human(memory.residentBytes)),
            ("used_memory_peak", "\(memory.peakBytes)"),
            ("used_memory_peak_human", Self.human(memory.peakBytes)),
            ("total_system_memory", "\(InfoProcess.systemMemoryBytes)"),
            ("total_system_memory_human", Self.human(InfoProcess.systemMemoryBytes)),
            ("used_memory_lua", "0"), ("used_memory_scripts", "0"),
            ("maxmemory", "0"), ("maxmemory_human", "0B"), ("maxmemory_policy", "noeviction"),
            (
                "mem_fragmentation_ratio",
                Self.hundredths(memory.residentBytes, per: max(1, memory.privateBytes))
            ),
            ("mem_allocator", "libc"), ("active_defrag_running", "0"),
        ]
    }

    /// Every write is on the disk before its reply: nothing is ever left to be saved.
    private var persistence: [(String, String)] {
        let engine = context.engine
        return [
            ("loading", "0"), ("async_loading", "0"), ("rdb_changes_since_last_save", "0"),
            ("rdb_last_save_time", "\(engine.startedAt.milliseconds / 1000)"),
        ] + backup + [
            ("aof_enabled", "1"),
            ("aof_rewrite_in_progress", "0"), ("aof_rewrite_scheduled", "0"),
            ("aof_last_rewrite_time_sec", "-1"), ("aof_current_rewrite_time_sec", "-1"),
            ("aof_last_bgrewrite_status", "ok"),
            ("aof_last_write_status", engine.store.poison == nil ? "ok" : "err"),
        ]
    }

    private var processor: [(String, String)] {
        let time = InfoProcess.processorTime
        return [
            ("used_cpu_sys", time.system), ("used_cpu_user", time.user),
            ("used_cpu_sys_children", "0.000000"), ("used_cpu_user_children", "0.000000"),
        ]
    }

    private var keyspace: [(String, String)] {
        var view = context.engine.store.view(.point)
        let leads = view.last(IDSequence.lead)
        return leads == 0 ? [] : [("db0", "keys=\(leads),expires=0,avg_ttl=0")]
    }

    /// How far the log of commits and the chain of events have come.
    private var leads: [(String, String)] {
        let engine = context.engine
        var view = engine.store.view(.point)
        let head = view.eventHead()
        let groups = engine.statistics.groupsCommitted.load(ordering: .relaxed)
        let commands = engine.statistics.commandsCommitted.load(ordering: .relaxed)
        return engine.store.statistics() + [
            ("groups_committed", "\(groups)"), ("commands_committed", "\(commands)"),
            ("events_seq", "\(head.sequence)"), ("events_hash", head.hash.hex),
        ]
    }
}
