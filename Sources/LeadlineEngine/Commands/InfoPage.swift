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
        let fields: @Sendable (InfoPage) -> [(String, String)]
    }

    private static let sections = [
        Section(name: "Server") { $0.server },
        Section(name: "Clients") { $0.clients },
        Section(name: "Memory") { $0.memory },
        Section(name: "Persistence") { _ in [("loading", "0")] },
        Section(name: "Stats") { $0.stats },
        Section(name: "Replication") { _ in [("role", "master"), ("connected_slaves", "0")] },
        Section(name: "CPU") { $0.processor },
        Section(name: "Commandstats", isDefault: false) { $0.commandStats },
        Section(name: "Errorstats") { $0.errorStats },
        // Kept by the load generator only; the section stands for tools that ask for it.
        Section(name: "Latencystats", isDefault: false) { _ in [] },
        Section(name: "Cluster") { _ in [("cluster_enabled", "0")] },
        Section(name: "Keyspace") { $0.keyspace },
        Section(name: "Leads") { $0.leads },
    ]

    /// The sections named, in the page's order; none named are the default ones.
    ///
    /// A name that is no section adds nothing. `all` and `everything` name every section.
    func text(of names: [Text]) -> String {
        let wanted = Set(names.map { $0.asciiLowercased.description })
        let isAll = wanted.contains("all") || wanted.contains("everything")
        let hasDefault = wanted.isEmpty || wanted.contains("default")
        let chosen = Self.sections.filter {
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
            ("redis_version", Release.redisLevel), ("server_name", "leadline"),
            ("leadline_version", Release.version), ("redis_mode", "standalone"),
            ("os", InfoProcess.system), ("arch_bits", "\(Int.bitWidth)"),
            ("process_id", "\(InfoProcess.number)"), ("run_id", InfoProcess.runID),
            ("tcp_port", "\(engine.facts.port)"), ("uptime_in_seconds", "\(uptime)"),
            ("uptime_in_days", "\(uptime / 86_400)"),
        ]
    }

    private var clients: [(String, String)] {
        let statistics = context.engine.statistics
        return [
            ("connected_clients", "\(statistics.connectionsOpen.load(ordering: .relaxed))"),
            ("maxclients", "\(context.engine.facts.connectionsMax)"),
            ("blocked_clients", "\(statistics.connectionsBlocked.load(ordering: .relaxed))"),
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
            ("used_memory_rss", "\(memory.residentBytes)"),
            ("used_memory_peak", "\(memory.peakBytes)"), ("maxmemory", "0"),
        ]
    }

    private var stats: [(String, String)] {
        let statistics = context.engine.statistics
        let processed = statistics.commandsProcessed.load(ordering: .relaxed)
        let errors = statistics.errorCounters.reduce(0) { $0 &+ $1.count.load(ordering: .relaxed) }
        return [
            (
                "total_connections_received",
                "\(statistics.connectionsReceived.load(ordering: .relaxed))"
            ),
            ("total_commands_processed", "\(processed)"),
            ("instantaneous_ops_per_sec", "\(InfoRate.commands.perSecond(count: processed))"),
            ("total_net_input_bytes", "\(statistics.inputBytes.load(ordering: .relaxed))"),
            ("total_net_output_bytes", "\(statistics.outputBytes.load(ordering: .relaxed))"),
            ("rejected_connections", "\(statistics.connectionsRejected.load(ordering: .relaxed))"),
            ("total_error_replies", "\(errors)"),
            ("pubsub_channels", "\(context.engine.channels.channelCount)"),
            ("pubsub_patterns", "\(context.engine.channels.patternCount)"),
            (
                "client_output_buffer_limit_disconnections",
                "\(statistics.connectionsOverrun.load(ordering: .relaxed))"
            ),
        ]
    }

    private var processor: [(String, String)] {
        let time = InfoProcess.processorTime
        return [("used_cpu_sys", time.system), ("used_cpu_user", time.user)]
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

// MARK: - Counters per command and code

extension InfoPage {
    private var commandStats: [(String, String)] {
        let engine = context.engine
        return engine.table.commands.indices.compactMap { index in
            let counter = engine.statistics.command(index)
            let calls = counter.calls.load(ordering: .relaxed)
            guard calls > 0 else { return nil }
            let microseconds = counter.nanoseconds.load(ordering: .relaxed) / 1000
            let failures = counter.failures.load(ordering: .relaxed)
            let name = engine.table.commands[index].redisName
            return (
                "cmdstat_\(name)",
                "calls=\(calls),usec=\(microseconds),"
                    + "usec_per_call=\(Self.hundredths(microseconds, per: calls)),"
                    + "rejected_calls=0,failed_calls=\(failures)"
            )
        }
    }

    private var errorStats: [(String, String)] {
        context.engine.statistics.errorCounters.compactMap { counter in
            let count = counter.count.load(ordering: .relaxed)
            return count == 0 ? nil : ("errorstat_\(counter.code.word)", "count=\(count)")
        }
    }

    /// A quotient with two decimals, cut, without floating point.
    static func hundredths(_ value: Int, per count: Int) -> String {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: count)
        let cents = remainder.multipliedFullWidth(by: 100)
        let fraction = count.dividingFullWidth(cents).quotient
        return "\(quotient).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
