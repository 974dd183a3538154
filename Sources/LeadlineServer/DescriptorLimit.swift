import Glibc

/// How many files and sockets the process may have open, and how they are shared out.
enum DescriptorLimit {
    /// Kept for LevelDB's tables (500) and everything else that is no connection.
    static let reservedCount = 628
    /// With fewer connections than this a server is not worth starting (`reliability.md` H17).
    static let connectionsMin = 64

    /// Raises the soft limit to the hard one and answers what now holds.
    static func raise() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return 0 }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many connections so many descriptors allow; throws when that is too few.
    ///
    /// Sockets that may be in a TLS handshake are no connections yet, and come beside them.
    static func connections(
        descriptors: Int, atMost connectionsMax: Int, handshakesMax: Int = 0
    ) throws(ConfigurationFault) -> Int {
        let reserved = reservedCount + handshakesMax
        let count = min(connectionsMax, descriptors - reserved)
        let least = min(connectionsMin, connectionsMax)
        guard count >= least else { throw .descriptors(descriptors, needed: reserved + least) }
        return count
    }
}
