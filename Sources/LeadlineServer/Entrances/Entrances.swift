import LeadlineDomain
import LeadlineEngine
import Logging
import NIOCore
import NIOPosix

/// The ports that a server answers on: the plain one, the one for TLS, or both.
struct Entrances {
    /// Where plain bytes are spoken.
    let plain: BoundSocket?
    /// Where TLS is spoken.
    let secure: BoundSocket?
    /// What sets up the connections of the latter.
    let tls: TLSEntrance?

    /// Binds the ports and reads TLS's files; nobody is listened to yet.
    init(_ configuration: ServerConfiguration, at now: Timestamp, _ logger: Logger) throws {
        let settings = configuration.tls
        tls = settings.isServed ? try TLSEntrance(settings, at: now, logger) : nil
        plain =
            configuration.isPlainServed
            ? try BoundSocket(host: configuration.bind, port: configuration.port) : nil
        do {
            secure =
                settings.isServed
                ? try BoundSocket(host: configuration.secureBind, port: settings.port) : nil
        } catch {
            plain?.close()
            throw error
        }
    }

    /// Gives the ports back without having listened.
    func close() {
        plain?.close()
        secure?.close()
    }

    /// Listens on every port.
    func open(
        _ loops: MultiThreadedEventLoopGroup, _ backend: Backend,
        _ registries: [NIOLoopBound<ConnectionRegistry>]
    ) async throws -> [any Channel] {
        var listeners: [any Channel] = []
        do {
            if let plain {
                listeners.append(try await Listener.open(plain, nil, loops, backend, registries))
            }
            if let secure {
                listeners.append(try await Listener.open(secure, tls, loops, backend, registries))
            }
        } catch {
            // A socket that is not a channel's yet stays the process's until it ends.
            for listener in listeners { try? await listener.close().get() }
            throw error
        }
        return listeners
    }
}
