package import LeadlineEngine
package import NIOCore

/// Every bound that connections and the writer enforce.
///
/// The defaults are what is served with (`protocol.md` 13, `reliability.md` H17, H22, H23); tests
/// make them small.
package struct ServerLimits: Sendable {
    /// What `maxclients` may be raised to, where the descriptors allow as many.
    package var connectionsMax = 1_000_000
    /// A connection with so many requests unanswered is not read from.
    package var unansweredRequestsMax = 1000
    /// A connection with more bytes of replies pending is not read from.
    package var outputBytesHigh = 1 << 20
    /// The same before its login, when only short answers are asked for.
    package var outputBytesHighBeforeLogin = 16 << 10
    /// A connection that was not read from for its output is again below this.
    package var outputBytesLow = 256 << 10
    /// A connection with more bytes of replies pending is closed.
    package var outputBytesMax = 8 << 20
    /// A listener, subscribed or monitoring, with more bytes pending is closed when that lasts.
    package var listenerBytesSoft = 1 << 20
    /// How long it may last.
    package var listenerPatienceMilliseconds: Int64 = 10_000
    /// Bytes that are kept to be told to one loop's listeners; what comes beyond is lost to them.
    package var mailboxBytesMax = 32 << 20
    /// With more bytes at once we look whether the socket takes them.
    package var outputBytesNoticed = 16 << 10
    /// How long connections that hold too much are kept waiting before the largest are closed.
    package var evictionMilliseconds: Int64 = 100
    /// Whether this machine's own connections may take their time to log in.
    package var sparesLoopback = true
    /// Requests of a connection that may be refused per second without a look at the store.
    package var refusalsPerSecond = 50
    /// In how many seconds those gather that may be refused at once; then it has to wait.
    package var refusalSeconds: Int64 = 20
    /// How long one connection's requests run on the loop before the others have their turn.
    package var turnMax = TimeAmount.milliseconds(2)
    /// Bytes that are still read from a connection whose requests have to wait.
    package var waitingInputBytesMax = 64 << 10
    /// Requests on their way to the writer, of all connections.
    package var queuedRequestsMax = 65_536
    /// What happens by itself goes into a group in parts of so many, so that what a long downtime
    /// left of it keeps nobody waiting.
    package var firingsPerTurnMax = 128
    /// Requests of one connection that a group executes before it looks who else waits.
    package var sliceRequestsMax = 32
    /// How long one group executes before it is committed.
    package var executingMax = Duration.milliseconds(5)
    /// While one commit takes longer than this, writes are refused before they are queued.
    package var committingMax = Duration.seconds(5)
    /// A group whose replies reach this is committed.
    package var groupReplyBytesMax = 4 << 20
    /// Event loops; one core is the writer's.
    package var loopCount = max(1, System.coreCount - 1)
    /// Threads that scan.
    package var readerThreadCount = 2
    /// How long a connection that we closed may go on sending before it is cut off; closing at
    /// once would reset it, and a reset can overtake our last reply.
    package var lingerMilliseconds: Int64 = 1000
    /// How long a TLS handshake may take.
    package var handshakeMilliseconds: Int64 = 10_000
    /// TLS handshakes under way at once; one beyond is closed.
    package var handshakesMax = 256
    /// The same of one address, or one /64 of IPv6; one beyond is closed.
    package var handshakesPerAddressMax = 64
    /// How long a stop waits for connections to take their last replies.
    package var drainMilliseconds: Int64 = 5000

    package init() {}

    /// Those that have keys of the configuration.
    package var buffers: ConnectionBuffers {
        get {
            var buffers = ConnectionBuffers()
            buffers.unansweredMax = unansweredRequestsMax
            buffers.outputBytesMax = outputBytesMax
            buffers.listenerBytesMax = listenerBytesSoft
            buffers.listenerSeconds = Int(listenerPatienceMilliseconds / 1000)
            return buffers
        }
        set {
            unansweredRequestsMax = newValue.unansweredMax
            outputBytesMax = newValue.outputBytesMax
            listenerBytesSoft = newValue.listenerBytesMax
            listenerPatienceMilliseconds = Int64(newValue.listenerSeconds) * 1000
            // Whoever is closed for what it does not read has not been read from before.
            outputBytesHigh = min(outputBytesHigh, outputBytesMax)
            outputBytesLow = min(outputBytesLow, outputBytesHigh)
        }
    }
}
