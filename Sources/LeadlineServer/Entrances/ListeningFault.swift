/// Why the address could not be listened on.
package enum ListeningFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another process listens there.
    case inUse(String)
    /// Anything else, as the system says it.
    case failed(String, reason: String)

    package var description: String {
        switch self {
        case .inUse(let address): "\(address) is in use by another process; use another --port"
        case .failed(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}
