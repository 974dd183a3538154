/// How much of one connection may wait: read when the server starts (`protocol.md` 13).
package struct ConnectionBuffers: Sendable, Equatable {
    /// A connection with so many requests unanswered is not read from.
    package var unansweredMax = 1000
    /// A connection with more bytes of replies pending is closed.
    package var outputBytesMax = 8 << 20
    /// A listener with more bytes pending is closed when that lasts.
    package var listenerBytesMax = 1 << 20
    /// How many seconds it may last.
    package var listenerSeconds = 10

    package init() {}
}
