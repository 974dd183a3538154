import LeadlineDomain
import Synchronization

// What is counted: in all, per command and per code.
extension InfoPage {
    var stats: [(String, String)] {
        let statistics = context.engine.statistics
        let processed = statistics.commandsProcessed.load(ordering: .relaxed)
        let input = statistics.inputBytes.load(ordering: .relaxed)
        let output = statistics.outputBytes.load(ordering: .relaxed)
        let errors = statistics.errorCounters.reduce(0) { $0 &+ $1.count.load(ordering: .relaxed) }
        return [
            (
                "total_connections_received",
                "\(statistics.connectionsReceived.load(ordering: .relaxed))"
            ),
            ("total_commands_processed", "\(processed)"),
            ("instantaneous_ops_per_sec", "\(statistics.commandRate.perSecond(count: processed))"),
            ("total_net_input_bytes", "\(input)"), ("total_net_output_bytes", "\(output)"),
            (
                "instantaneous_input_kbps",
                Self.hundredths(statistics.inputRate.perSecond(count: input), per: 1024)
            ),
            (
                "instantaneous_output_kbps",
                Self.hundredths(statistics.outputRate.perSecond(count: output), per: 1024)
            ),
            ("rejected_connections", "\(statistics.connectionsRejected.load(ordering: .relaxed))"),
            ("acl_access_denied_auth", "\(statistics.loginsFailed.load(ordering: .relaxed))"),
            ("sync_full", "0"), ("sync_partial_ok", "0"), ("sync_partial_err", "0"),
            ("expired_keys", "0"), ("evicted_keys", "0"), ("keyspace_hits", "0"),
            ("keyspace_misses", "0"),
            ("pubsub_channels", "\(context.engine.channels.channelCount)"),
            ("pubsub_patterns", "\(context.engine.channels.patternCount)"),
            (
                "client_output_buffer_limit_disconnections",
                "\(statistics.connectionsOverrun.load(ordering: .relaxed))"
            ),
            ("evicted_clients", "\(statistics.connectionsEvicted.load(ordering: .relaxed))"),
            ("overdue_clients", "\(statistics.connectionsOverdue.load(ordering: .relaxed))"),
            (
                "rate_limited_requests",
                "\(statistics.requestsRateLimited.load(ordering: .relaxed))"
            ),
            ("latest_fork_usec", "0"), ("total_forks", "0"),
            ("total_error_replies", "\(errors)"), ("unexpected_error_replies", "0"),
        ]
    }

    var commandStats: [(String, String)] {
        let engine = context.engine
        return engine.table.commands.indices.compactMap { index in
            let counter = engine.statistics.command(index)
            let calls = counter.calls
            let rejections = counter.rejections.load(ordering: .relaxed)
            guard calls > 0 || rejections > 0 else { return nil }
            let microseconds = counter.nanoseconds.load(ordering: .relaxed) / 1000
            let failures = counter.failures.load(ordering: .relaxed)
            let name = engine.table.commands[index].redisName
            return (
                "cmdstat_\(name)",
                "calls=\(calls),usec=\(microseconds),"
                    + "usec_per_call=\(Self.hundredths(microseconds, per: max(1, calls))),"
                    + "rejected_calls=\(rejections),failed_calls=\(failures)"
            )
        }
    }

    var errorStats: [(String, String)] {
        context.engine.statistics.errorCounters.compactMap { counter in
            let count = counter.count.load(ordering: .relaxed)
            return count == 0 ? nil : ("errorstat_\(counter.code.word)", "count=\(count)")
        }
    }

    /// Per command the time within which half of its calls, 99 and 99.9 of a hundred were done:
    /// the bound of the bucket in which that call is.
    var latencyStats: [(String, String)] {
        let engine = context.engine
        return engine.table.commands.indices.compactMap { index in
            let buckets = engine.statistics.command(index).histogram
            guard !buckets.isEmpty else { return nil }
            let values = [("p50", 500), ("p99", 990), ("p99.9", 999)].map { name, share in
                "\(name)=\(Self.bound(of: share, in: buckets)).000"
            }
            let name = engine.table.commands[index].redisName
            return ("latency_percentiles_usec_\(name)", values.joined(separator: ","))
        }
    }

    /// The microseconds within which so many thousandths of the calls were done.
    static func bound(
        of thousandths: Int, in buckets: [(microseconds: Int, count: Int)]
    ) -> Int {
        let total = buckets.reduce(0) { $0 &+ $1.count }
        // The call that has at least this share of all before or with it.
        let (whole, rest) = total.quotientAndRemainder(dividingBy: 1000)
        let wanted = whole * thousandths + (rest * thousandths + 999) / 1000
        var sum = 0
        for bucket in buckets {
            sum &+= bucket.count
            if sum >= wanted { return bucket.microseconds }
        }
        return buckets.last?.microseconds ?? 0
    }

    /// A quotient with two decimals, cut, without floating point.
    static func hundredths(_ value: Int, per count: Int) -> String {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: count)
        let cents = remainder.multipliedFullWidth(by: 100)
        let fraction = count.dividingFullWidth(cents).quotient
        return "\(quotient).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// Bytes as Redis writes them for people: `1.50M`.
    static func human(_ bytes: Int) -> String {
        let units: [(String, Int)] = [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]
        for (name, size) in units where bytes >= size { return hundredths(bytes, per: size) + name }
        return "\(bytes)B"
    }
}
