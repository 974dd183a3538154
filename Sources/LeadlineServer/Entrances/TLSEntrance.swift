import LeadlineDomain
import LeadlineEngine
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// Sets accepted connections up for TLS, with the files as they were read last.
///
/// Used by every event loop; new files count for connections that come after them.
final class TLSEntrance: Sendable {
    /// Why handshakes fail is logged once in a while: strangers cause it.
    let failureLog = LogThrottle(interval: .seconds(60))
    /// Connections whose handshake is under way.
    let handshakes = HandshakeCensus()
    private let current: Mutex<NIOSSLContext>

    /// An operator is warned when the certificate has fewer days than this left.
    private static let daysLeftMin: Int64 = 14

    /// Reads the files for the first time.
    init(_ settings: TLSSettings, at now: Timestamp, _ logger: Logger) throws(TLSFault) {
        let (context, until) = try TLSFiles(settings: settings).load(at: now)
        current = Mutex(context)
        note(until, now, settings, logger)
    }

    /// Reads the files again; when that fails, the old ones go on counting.
    func reload(_ settings: TLSSettings, at now: Timestamp, _ logger: Logger) throws(TLSFault) {
        let (context, until) = try TLSFiles(settings: settings).load(at: now)
        current.withLock { $0 = context }
        note(until, now, settings, logger)
    }

    /// A handler for one connection.
    func handler() -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: current.withLock { $0 })
    }

    private func note(
        _ until: Timestamp, _ now: Timestamp, _ settings: TLSSettings, _ logger: Logger
    ) {
        let days = (until.milliseconds - now.milliseconds) / 86_400_000
        logger.log(
            level: days < Self.daysLeftMin ? .warning : .info, "serving TLS with a certificate",
            metadata: [
                "file": "\(settings.certificate)", "until": "\(until.text)", "days": "\(days)",
            ])
    }
}
