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

/// A configuration that is not served with, and what to do about it.
package enum ConfigurationFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// No port has this number.
    case port(Int)
    /// Neither the plain port nor TLS is served.
    case noPort
    /// The data directory's name is empty.
    case directory
    /// Anybody who reaches the address would be admin.
    case openToStrangers(String)
    /// The file holds a key that means nothing, on this line; 0 when it is not known.
    case unknownKey(String, line: Int)
    /// The file says the same key twice, the second time on this line.
    case repeatedKey(String, line: Int)
    /// A key's value is not one of those that it takes.
    case value(key: String, expected: String, origin: ConfigurationOrigin)
    /// The file cannot be read or is not JSON.
    case unreadable(path: String, reason: String)
    /// So few files may be open that not even a small server works.
    case descriptors(Int, needed: Int)

    package var description: String {
        switch self {
        case .port(let port): "no port \(port): it is 0 to 65535"
        case .noPort: "nothing is served: 'plain' is no, and there is no 'tlscert'"
        case .directory: "the data directory's name is empty"
        case .openToStrangers(let address):
            "refusing to listen on \(address): there are no users, so whoever reaches it is admin; "
                + "start with --bind 127.0.0.1 and make the first one there "
                + "(USER.NEW name ROLE admin), or use --insecure if the network itself is trusted"
        case .unknownKey(let key, let line):
            "unknown key '\(key)' in the configuration file, line \(line)"
                + (ConfigurationFile.nearest(to: key).map { "; did you mean '\($0)'" } ?? "")
                + "; it knows " + ConfigurationFile.keys.joined(separator: ", ")
        case .repeatedKey(let key, let line):
            "key '\(key)' stands twice in the configuration file, the second time on line \(line)"
        case .value(let key, let expected, let origin):
            "'\(key)' takes \(expected); what it was given came from \(origin.name(of: key))"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .descriptors(let count, let needed):
            "only \(count) files may be open: raise the limit (ulimit -n) to \(needed) or more"
        }
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
