import LeadlineEngine

/// Something that connections are told unasked.
enum Notice: Sendable {
    /// A durable event, for who subscribed to its type.
    case event(EventMessage)
    /// A request of some connection, for who monitors.
    case request(MonitorLine)

    /// Roughly how much memory it takes.
    var byteCount: Int {
        switch self {
        case .event(let message): message.payload.count
        case .request(let line): line.byteCount
        }
    }
}
