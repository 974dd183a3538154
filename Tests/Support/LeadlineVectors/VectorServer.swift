/// A server that vectors are replayed against: the engine in the test's own process, or one behind
/// a socket.
package protocol VectorServer {
    /// A connection to it.
    associatedtype Connection: VectorConnection

    /// Opens a connection.
    func connect() throws -> Connection
}

/// One connection to a server that vectors are replayed against.
package protocol VectorConnection: AnyObject {
    /// Sends bytes.
    func send(_ bytes: [UInt8]) throws

    /// Ends the sending side; replies still arrive.
    func finish() throws

    /// Closes both sides.
    func close()

    /// The bytes that arrive next, waiting so long for the first of them.
    ///
    /// - Returns: Nothing when none arrived in time, nil once the server has closed.
    func receive(within patience: Duration) throws -> [UInt8]?
}
