import Glibc
package import LeadlineClient

/// Settings under a name, from the file of profiles.
///
/// The file is `leadline/profiles` in the folder for configuration that XDG names: `[name]`, then
/// lines `key = value`, `#` for comments. It holds no token, only the name of a file that does.
package struct Profile: Equatable, Sendable {
    /// What may be set.
    package static let keys: Set = [
        "host", "port", "user", "token-file", "output", "tls", "cacert", "cert", "key", "sni",
    ]
    /// The profile that applies when none is chosen.
    package static let standard = "default"

    private static let fileBytesMax = 64 * 1024

    private let values: [String: String]

    /// The value of a key.
    package subscript(key: String) -> String? { values[key] }

    /// How connections are secured, nil for plain bytes.
    package var security: LeadlineClient.TransportSecurity? {
        guard values["tls"] == "yes" else { return nil }
        var security = LeadlineClient.TransportSecurity()
        security.authorityFile = values["cacert"]
        security.certificateFile = values["cert"]
        security.keyFile = values["key"]
        security.serverName = values["sni"]
        return security
    }

    /// The profile of a name, of `LEADLINE_PROFILE`, or the standard one, which need not be there.
    package static func load(
        named name: String?, _ variable: (String) -> String?
    ) throws(BulkFault) -> Profile {
        let chosen = name ?? variable("LEADLINE_PROFILE").flatMap { $0.isEmpty ? nil : $0 }
        let given = variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = given ?? variable("HOME").map { $0 + "/.config" }
        guard let folder, let text = read(folder + "/leadline/profiles") else {
            guard let chosen else { return Profile(values: [:]) }
            throw BulkFault("no file of profiles, so no profile '\(chosen)'", status: .usage)
        }
        do throws(SyntaxFault) {
            let profiles = try parse(text)
            if let found = profiles[chosen ?? standard] { return found }
        } catch {
            throw BulkFault("profiles, line \(error.line): \(error.reason)", status: .usage)
        }
        guard let chosen else { return Profile(values: [:]) }
        throw BulkFault("there is no profile '\(chosen)'", status: .usage)
    }

    /// What only counts with TLS.
    private static let keysOfTLS = ["cacert", "cert", "key", "sni"]

    /// Refuses what would have no effect: whoever names an authority means TLS, and would be
    /// served in plain bytes, the token too.
    private static func check(
        _ values: [String: String], endingAt line: Int
    ) throws(SyntaxFault) {
        if values["tls"] != "yes", let key = keysOfTLS.first(where: { values[$0] != nil }) {
            throw SyntaxFault(line: line, "\(key) needs tls = yes in the same profile")
        }
        guard values["key"] == nil || values["cert"] != nil else {
            throw SyntaxFault(line: line, "key needs cert in the same profile")
        }
    }

    /// The profiles in a file's text.
    package static func parse(_ text: String) throws(SyntaxFault) -> [String: Profile] {
        var profiles: [String: Profile] = [:]
        var name: String?
        var values: [String: String] = [:]
        var last = 0
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, raw) in lines.enumerated() {
            let line = trimmed(raw)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                try check(values, endingAt: last)
                if let name { profiles[name] = Profile(values: values) }
                (name, values) = (trimmed(line.dropFirst().dropLast()), [:])
                continue
            }
            guard let mark = line.firstIndex(of: "="), name != nil else {
                throw SyntaxFault(line: index + 1, "neither [name] nor key = value")
            }
            let key = trimmed(line[..<mark]).lowercased()
            guard keys.contains(key) else {
                let hint = key == "token" ? "; token-file names a file that holds it" : ""
                throw SyntaxFault(line: index + 1, "there is no key '\(key)'\(hint)")
            }
            let value = trimmed(line[line.index(after: mark)...])
            guard key != "tls" || ["yes", "no"].contains(value) else {
                throw SyntaxFault(line: index + 1, "tls is yes or no, not '\(value)'")
            }
            values[key] = value
            last = index + 1
        }
        try check(values, endingAt: last)
        if let name { profiles[name] = Profile(values: values) }
        return profiles
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }

    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: fileBytesMax)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
