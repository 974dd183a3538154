import Glibc

/// A connected TCP socket that never blocks.
///
/// Whoever made it closes it.
struct LoadSocket: Sendable {
    /// What the system calls take.
    let descriptor: Int32

    /// What came of reading or writing.
    enum Outcome {
        /// So many bytes, more than 0.
        case bytes(Int)
        /// Nothing can be done until the socket is ready.
        case notReady
        /// There is no connection any more.
        case closed
    }

    /// Connects to the first address of the host that answers.
    static func connect(_ target: Target) throws(LoadFailure) -> LoadSocket {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(target.host, String(target.port), &hints, &list)
        guard code == 0 else {
            let reason = String(cString: gai_strerror(code))
            throw LoadFailure(description: "cannot resolve \(target.host): \(reason)")
        }
        defer { freeaddrinfo(list) }
        var next = list
        var reason = ENOENT
        while let address = next {
            switch open(address.pointee) {
            case .success(let socket): return socket
            case .failure(let failure): reason = failure.code
            }
            next = address.pointee.ai_next
        }
        throw LoadFailure("cannot connect to \(target.host):\(target.port)", errno: reason)
    }

    /// Reads what is there into the buffer.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        outcome(recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }

    /// Writes as much of the bytes, at least one, as the system takes.
    func send(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        outcome(
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)))
    }

    /// Ends the connection.
    func close() { Glibc.close(descriptor) }

    private struct SystemFailure: Error {
        let code: Int32
    }

    private static func open(_ address: addrinfo) -> Result<LoadSocket, SystemFailure> {
        let kind = address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { return .failure(SystemFailure(code: errno)) }
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0,
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size) == 0,
            fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
        else {
            let code = errno
            Glibc.close(descriptor)
            return .failure(SystemFailure(code: code))
        }
        return .success(LoadSocket(descriptor: descriptor))
    }

    private func outcome(_ count: Int) -> Outcome {
        if count > 0 { return .bytes(count) }
        if count < 0, errno == EAGAIN || errno == EINTR { return .notReady }
        return .closed
    }
}
