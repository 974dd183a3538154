import Glibc
import NIOCore

/// A TCP socket that is bound and does not listen yet.
///
/// The port is known, and known to be free, before the store is opened; clients are refused by the
/// system until there is somebody to answer them.
struct BoundSocket {
    let descriptor: CInt
    /// The address with the port that was bound, as `127.0.0.1:5323`.
    let address: String
    let port: Int

    /// Binds to `host`, a name or a numerical address; port 0 lets the system choose.
    init(host: String, port: Int) throws(ListeningFault) {
        let wanted = "\(host):\(port)"
        guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: port) else {
            throw .failed(wanted, reason: "no such address")
        }
        let stream = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.protocol.rawValue, stream, 0)
        guard descriptor >= 0 else { throw Self.fault(wanted) }
        var on: CInt = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<CInt>.size))
        let bound = address.withSockAddr { bind(descriptor, $0, socklen_t($1)) }
        guard bound == 0, let real = Self.port(of: descriptor) else {
            defer { Glibc.close(descriptor) }
            throw Self.fault(wanted)
        }
        self.descriptor = descriptor
        self.port = real
        self.address = host.contains(":") ? "[\(host)]:\(real)" : "\(host):\(real)"
    }

    /// Gives the port back without having listened.
    func close() { Glibc.close(descriptor) }

    /// What the system's last error means for who wanted to listen.
    static func fault(_ address: String, code: CInt = errno) -> ListeningFault {
        if code == EADDRINUSE { return .inUse(address) }
        return .failed(address, reason: String(cString: strerror(code)))
    }

    private static func port(of descriptor: CInt) -> Int? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &address) { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            guard getsockname(descriptor, start, &size) == 0 else { return nil }
            // Both families keep the port, in network order, right behind themselves.
            let offset = MemoryLayout<sa_family_t>.size
            return Int(UInt16(bigEndian: bytes.load(fromByteOffset: offset, as: UInt16.self)))
        }
    }
}
