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
