/// Every limit that framing and rendering enforce.
package enum WireLimits {
    /// An inline line, without its line end.
    package static let lineBytesMax = 64 << 10
    /// Arguments of one request, with the command word.
    package static let argumentCountMax = 1024
    /// One argument.
    package static let argumentBytesMax = 1 << 20
    /// One whole request, with its headers and line ends.
    package static let requestBytesMax = 4 << 20
    /// A `*N` or `$N` line, without its line end.
    package static let headerLineBytesMax = 32
    /// Digits of a count or length.
    package static let headerDigitsMax = 10

    /// Arguments of one request before the connection has logged in.
    package static let preAuthArgumentCountMax = 10
    /// One argument before the connection has logged in.
    package static let preAuthArgumentBytesMax = 16 << 10
    /// One whole request before the connection has logged in; as much may be buffered.
    package static let preAuthRequestBytesMax = 64 << 10

    /// An error's code, in capital letters.
    package static let codeBytes = 2...16
    /// An error's message, after escaping.
    package static let messageBytesMax = 512
    /// Bytes that a frame keeps allocated between requests.
    package static let frameBytesKeptMax = 64 << 10
    /// Open lists, maps and pages inside one another that a stored reply may have.
    package static let replyDepthMax = 32

    /// One bulk of a reply that a client accepts.
    package static let replyBulkBytesMax = 64 << 20
    /// Elements of one aggregate of a reply that a client accepts.
    package static let replyElementCountMax = 1 << 20
}

/// The limits of one connection's requests, which depend on whether it has logged in.
package struct FramingLimits: Sendable, Equatable {
    /// An inline line, without its line end.
    package let lineBytesMax: Int
    /// Arguments of one request, with the command word.
    package let argumentCountMax: Int
    /// One argument.
    package let argumentBytesMax: Int
    /// One whole request, with its headers and line ends.
    package let requestBytesMax: Int

    /// For a connection that has logged in, or need not.
    package static let authenticated = FramingLimits(
        lineBytesMax: WireLimits.lineBytesMax,
        argumentCountMax: WireLimits.argumentCountMax,
        argumentBytesMax: WireLimits.argumentBytesMax,
        requestBytesMax: WireLimits.requestBytesMax)

    /// For a connection that has not logged in yet.
    package static let unauthenticated = FramingLimits(
        lineBytesMax: WireLimits.lineBytesMax,
        argumentCountMax: WireLimits.preAuthArgumentCountMax,
        argumentBytesMax: WireLimits.preAuthArgumentBytesMax,
        requestBytesMax: WireLimits.preAuthRequestBytesMax)
}
