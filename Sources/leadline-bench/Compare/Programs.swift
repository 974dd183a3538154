import FoundationEssentials
import Glibc

/// Where the programs are that a comparison needs.
enum Programs {
    /// The path of this program; nil when the system does not tell.
    static var own: String? {
        Glibc.realpath("/proc/self/exe", nil).map { path in
            defer { free(path) }
            return String(cString: path)
        }
    }

    /// A program beside this one, or on the PATH; nil when there is none.
    static func find(_ name: String) -> String? {
        let own = own.map { path in
            path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
        }
        let search = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let directories = [own].compactMap { $0 } + search.split(separator: ":").map(String.init)
        return directories.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// The directory with the newest PostgreSQL's server; nil when there is none.
    ///
    /// Debian keeps them apart from the PATH, by version.
    static func postgresDirectory() -> String? {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.max().map { "\(root)/\($0)/bin" }
        let onPath = find("initdb").map { String($0.dropLast("/initdb".count)) }
        return [newest, onPath].compactMap { $0 }
            .first { access("\($0)/postgres", X_OK) == 0 && access("\($0)/pgbench", X_OK) == 0 }
    }

    /// A port that nobody listens on just now.
    static func freePort() throws(LoadFailure) -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutableBytes(of: &address) { bytes in
            guard let base = bytes.bindMemory(to: sockaddr.self).baseAddress else { return EINVAL }
            guard bind(descriptor, base, size) == 0, getsockname(descriptor, base, &size) == 0
            else { return errno }
            return 0
        }
        guard code == 0 else { throw LoadFailure("cannot find a free port", errno: code) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
