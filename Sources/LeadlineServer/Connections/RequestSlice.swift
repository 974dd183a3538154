import LeadlineEngine
import LeadlineWire
import NIOCore

/// Some consecutive requests of one connection, as they came from its socket.
///
/// The bytes are whole requests that share the socket's buffer; the writer frames them again.
struct RequestSlice: Sendable {
    /// Who gets the replies.
    let connection: NIOLoopBound<ConnectionHandler>
    /// Which of the server's loops the connection lives on.
    let loop: Int
    /// Who asks.
    let caller: Caller
    /// How each of the requests is answered.
    let format: ReplyFormat
    /// How many requests `frames` holds.
    var count: Int
    /// The requests' bytes; what has been executed is read off.
    var frames: ByteBuffer
    /// The block that an EXEC runs: then that is the only request, and `frames` is empty.
    var block: BlockScript?
    /// Whether the first of the requests works in steps, some of which are made: they stay.
    var hasBegun = false
}
