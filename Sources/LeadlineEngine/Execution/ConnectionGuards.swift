/// What connections are held to so that none of them can starve the others: `CONFIG SET` changes
/// each of it (`protocol.md` 13, `reliability.md` T6–T12).
package struct ConnectionGuards: Sendable, Equatable {
    /// Of the connections at once, those that only admins may take up.
    package var reservedForAdmins = 8
    /// Connections at once from one address; 0 is `perAddressDefault`, no bound for loopback.
    package var perAddressMax = 0
    /// Of a hundred connections at once, those that may be open without a login.
    package var unauthenticatedPercent = 25
    /// New connections per second from one address; 0 is `newPerSecondDefault`, likewise.
    package var newPerSecondMax = 0
    /// Seconds until a login must be there, but from loopback; 0 waits for ever.
    package var loginSeconds = 60
    /// Seconds within which a request that has begun must be whole; 0 waits for ever.
    package var requestSeconds = 30
    /// Seconds for which a peer may take nothing of what waits for it; 0 waits for ever.
    package var unreadSeconds = 60
    /// Bytes that all connections together may hold here.
    package var memoryBytesMax = 256 << 20
    /// Requests per second of one user; 0 counts none.
    package var requestsPerSecond = 0
    /// The same for users of partners and advertisers; 0 is as for the others.
    package var outsiderRequestsPerSecond = 1000

    /// Connections from one address, unless said otherwise: an office behind one address has fewer.
    package static let perAddressDefault = 1000
    /// New connections per second from one address, unless said otherwise.
    package static let newPerSecondDefault = 200

    package init() {}
}
