import LeadlineDomain
package import LeadlineEngine
package import LeadlineStore

/// Everything that a server is started with.
package struct ServerConfiguration: Sendable {
    /// Where the data is, when a store may be made there, and what a commit waits for.
    package var store: StoreOptions
    /// The address to listen on.
    package var bind = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose.
    package var port = 5323
    /// Whether that port is served.
    package var isPlainServed = true
    /// Where and with which files TLS is served.
    package var tls = TLSSettings()
    /// The file that it was read from; empty when there is none.
    package var file = ""
    /// Whether others than this machine may connect although there are no users yet.
    package var isInsecure = false
    /// The parts that commands read.
    package var settings = Settings()
    /// The limits that CONFIG SET changes, as they are at the start.
    package var tuning = Tuning.Values()
    /// What connections and the writer are held to.
    package var limits = ServerLimits()
    /// The folder that backups are taken into; empty when there is none.
    package var backupDirectory = ""

    /// Where the data is unless told otherwise.
    package static let defaultDirectory = "./leadline-data"

    /// The defaults that are served with.
    package init(directory: String = ServerConfiguration.defaultDirectory) {
        store = StoreOptions(path: directory)
    }

    /// The part of it that has keys of its own.
    var values: ConfigurationValues {
        get {
            var facts = Engine.ServerFacts()
            facts.directory = store.path
            facts.bind = bind
            facts.port = port
            facts.isPlainServed = isPlainServed
            facts.tls = tls
            facts.configurationFile = file
            facts.connectionsMax = limits.connectionsMax
            facts.buffers = limits.buffers
            facts.durability = store.durability
            facts.writeBufferBytes = store.writeBufferBytes
            facts.cacheBytes = store.cacheBytes
            facts.isInsecure = isInsecure
            facts.backupDirectory = backupDirectory
            return ConfigurationValues(facts: facts, settings: settings, tuning: tuning)
        }
        set {
            store.path = newValue.facts.directory
            bind = newValue.facts.bind
            port = newValue.facts.port
            isPlainServed = newValue.facts.isPlainServed
            tls = newValue.facts.tls
            limits.buffers = newValue.facts.buffers
            store.durability = newValue.facts.durability
            store.writeBufferBytes = newValue.facts.writeBufferBytes
            store.cacheBytes = newValue.facts.cacheBytes
            isInsecure = newValue.facts.isInsecure
            backupDirectory = newValue.facts.backupDirectory
            settings = newValue.settings
            tuning = newValue.tuning
        }
    }

    /// Refuses what must not be served; throws what is wrong and what to do.
    package func validate() throws(ConfigurationFault) {
        guard (0...65_535).contains(port) else { throw .port(port) }
        guard (0...65_535).contains(tls.port) else { throw .port(tls.port) }
        guard isPlainServed || tls.isServed else { throw .noPort }
        guard !store.path.isEmpty else { throw .directory }
    }

    /// Refuses to let strangers in where there is no user, so that whoever comes is admin.
    func validate(hasUsers: Bool) throws(ConfigurationFault) {
        guard !isInsecure, !hasUsers, let open = openAddress else { return }
        throw .openToStrangers(open)
    }

    /// The address on which TLS is served.
    var secureBind: String { tls.bind.isEmpty ? bind : tls.bind }

    /// An address that is served and that others than this machine reach; nil when there is none.
    var openAddress: String? {
        if isPlainServed, !Self.isLoopback(bind) { return bind }
        return tls.isServed && !Self.isLoopback(secureBind) ? secureBind : nil
    }

    /// Whether only this machine reaches an address.
    package static func isLoopback(_ address: String) -> Bool {
        if address == "localhost" || address == "::1" { return true }
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension ServerConfiguration {
    /// Puts settings over what is there.
    package mutating func apply(
        _ settings: [ConfigurationSources.Setting]
    ) throws(ConfigurationFault) {
        var values = values
        for setting in settings {
            do throws(ValueFault) {
                try setting.key.put(Text(setting.text), into: &values)
            } catch {
                throw .value(
                    key: setting.key.name, expected: setting.key.expected, origin: setting.origin)
            }
        }
        self.values = values
    }
}
