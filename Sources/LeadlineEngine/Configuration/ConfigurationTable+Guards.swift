extension ConfigurationTable {
    /// What connections are held to on an open network.
    static let guards: [ConfigurationKey] = [
        ConfigurationKey(
            "reservedclients", 0...1000, .live,
            "Of `maxclients`, the connections that only admins may take up.",
            \.tuning.guards.reservedForAdmins),
        ConfigurationKey(
            "maxclientsperaddress", 0...10_000, .live,
            "Connections at once from one address, or one /64 of IPv6; 0 is "
                + "\(ConnectionGuards.perAddressDefault), and no bound for this machine's own.",
            \.tuning.guards.perAddressMax),
        ConfigurationKey(
            "connectionrate", 0...100_000, .live,
            "New connections per second from one address; 0 is "
                + "\(ConnectionGuards.newPerSecondDefault), and no bound for this machine's own.",
            \.tuning.guards.newPerSecondMax),
        ConfigurationKey(
            "unauthenticatedclients", 1...100, .live,
            "Of a hundred of `maxclients`, the connections that may be open without a login.",
            \.tuning.guards.unauthenticatedPercent),
        ConfigurationKey(
            "logintimeout", 0...3600, .live,
            "Seconds after which a connection from elsewhere that has not logged in is closed; "
                + "0 closes none.",
            \.tuning.guards.loginSeconds),
        ConfigurationKey(
            "requesttimeout", 0...3600, .live,
            "Seconds within which a request that has begun must be whole; 0 waits for ever.",
            \.tuning.guards.requestSeconds),
        ConfigurationKey(
            "unreadtimeout", 0...86_400, .live,
            "Seconds after which a connection that takes none of its replies is closed; "
                + "0 closes none.",
            \.tuning.guards.unreadSeconds),
        ConfigurationKey(
            "clientmemory", (1 << 20)...(1 << 40), .live,
            "Bytes that all connections together may hold here; beyond it the largest are closed.",
            \.tuning.guards.memoryBytesMax),
        ConfigurationKey(
            "ratelimit", 0...1_000_000, .live,
            "Requests per second of one user, admins excepted; 0 counts none.",
            \.tuning.guards.requestsPerSecond),
        ConfigurationKey(
            "ratelimitoutside", 0...1_000_000, .live,
            "Requests per second of one user of a partner or advertiser; 0 is as `ratelimit`.",
            \.tuning.guards.outsiderRequestsPerSecond),
        ConfigurationKey(
            "unansweredrequests", 1...65_536, .start,
            "Requests of one connection that may be unanswered before it is read from no further.",
            \.facts.buffers.unansweredMax),
        ConfigurationKey(
            "outputbuffer", (64 << 10)...(1 << 30), .start,
            "Bytes of replies that may wait for one connection to read them; then it is closed.",
            \.facts.buffers.outputBytesMax),
        ConfigurationKey(
            "listenerbuffer", (16 << 10)...(1 << 30), .start,
            "Bytes that a subscriber or monitor may leave unread for `listenertimeout`.",
            \.facts.buffers.listenerBytesMax),
        ConfigurationKey(
            "listenertimeout", 1...3600, .start,
            "Seconds after which a subscriber or monitor that is so far behind is closed.",
            \.facts.buffers.listenerSeconds),
    ]
}
