import LeadlineDomain
import LeadlineEngine
import LeadlineStore
package import Logging

/// Reads the configuration and TLS's files again for a server that goes on serving.
package struct Reload: Sendable {
    private let server: Server
    private let sources: ConfigurationSources
    private let logger: Logger

    /// A way to read the same sources again.
    package init(server: Server, sources: ConfigurationSources, logger: Logger) {
        self.server = server
        self.sources = sources
        self.logger = logger
    }

    /// Lets count what changed in the sources since they were read, as far as that is possible.
    ///
    /// What is wrong is logged, and all stays as it was. A limit that CONFIG SET changed keeps its
    /// value unless the sources say another one than before.
    ///
    /// - Parameter old: What the sources said before.
    /// - Returns: What they say now, or `old` where that cannot be served with.
    package func run(after old: ServerConfiguration) async -> ServerConfiguration {
        var new = ServerConfiguration()
        new.limits = old.limits
        do {
            // What has no key comes from the command line, which cannot change.
            new.store.create = old.store.create
            new.file = old.file
            try new.apply(try await sources.read())
            try new.validate()
            let changed = ConfigurationTable.keys.filter { key in
                key.isInFile && key.text(in: new.values) != key.text(in: old.values)
            }
            // Which files they are counts from the next start; what is in them counts now.
            try server.reloadTLS(server.engine.facts.tls)
            take(changed, from: new)
            log(changed)
            return new
        } catch {
            logger.error(
                "the configuration was not read again; the old one goes on counting",
                metadata: ["error": "\(error)"])
            return old
        }
    }

    private func take(_ changed: [ConfigurationKey], from new: ServerConfiguration) {
        server.engine.tuning.change { tuning in
            var values = ConfigurationValues(tuning: tuning)
            for key in changed where key.change == .live {
                // It was read from such a text a moment ago.
                try? key.put(Text(key.text(in: new.values)), into: &values)
            }
            tuning = values.tuning
            tuning.connectionsMax = min(
                tuning.connectionsMax, server.engine.facts.connectionsMax)
        }
    }

    private func log(_ changed: [ConfigurationKey]) {
        let live = changed.filter { $0.change == .live }.map(\.name)
        let late = changed.filter { $0.change == .start }.map(\.name)
        logger.notice(
            "read the configuration again", metadata: ["changed": "\(live.joined(separator: " "))"])
        guard !late.isEmpty else { return }
        logger.warning(
            "what changed counts from the next start on",
            metadata: ["keys": "\(late.joined(separator: " "))"])
    }
}
