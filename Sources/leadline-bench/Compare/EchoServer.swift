import CEpoll
import Glibc

/// Answers each RESP request with the same bytes, on one thread, and does nothing else.
final class EchoServer {
    /// A request of this word and a number sets how long replies are.
    static let sizeWord = "ECHO.SIZE"

    private static let inputBytes = 256 << 10
    private static let eventsMax = 256
    private static let backlog: Int32 = 512
    private static let replyBytesMin = 4
    private static let replyBytesMax = 1 << 24

    private let listener: Int32
    private let epoll: Int32
    private var scanners: [Int32: ReplyScanner] = [:]
    private var input = [UInt8](repeating: 0, count: inputBytes)
    private var reply: [UInt8] = []
    /// As many replies behind each other as were wanted at once so far.
    private var replies: [UInt8] = []

    /// Where it listens.
    let port: Int

    /// Listens on a free port of the loopback address.
    init() throws(LoadFailure) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isOpen = withUnsafeMutableBytes(of: &address) { bytes in
            guard let base = bytes.bindMemory(to: sockaddr.self).baseAddress else { return false }
            return bind(listener, base, size) == 0 && listen(listener, Self.backlog) == 0
                && getsockname(listener, base, &size) == 0
        }
        guard isOpen else { throw LoadFailure("cannot listen", errno: errno) }
        port = Int(UInt16(bigEndian: address.sin_port))
        try watch(listener)
        setReply(Self.replyBytesMin)
    }

    deinit {
        close(listener)
        close(epoll)
    }

    /// Answers until the process is ended.
    func run() throws(LoadFailure) {
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.eventsMax)
        defer { events.deallocate() }
        while true {
            let count = epoll_wait(epoll, events, Int32(Self.eventsMax), -1)
            guard count >= 0 || errno == EINTR else {
                throw LoadFailure("cannot wait", errno: errno)
            }
            for index in 0..<max(0, Int(count)) {
                let descriptor = Int32(truncatingIfNeeded: events[index].data.u64)
                if descriptor == listener {
                    try accept()
                } else if !answer(on: descriptor) {
                    scanners[descriptor] = nil
                    close(descriptor)
                }
            }
        }
    }

    private func accept() throws(LoadFailure) {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
        scanners[descriptor] = ReplyScanner()
        try watch(descriptor)
    }

    /// Reads what is there and answers it; false when the connection is to be closed.
    private func answer(on descriptor: Int32) -> Bool {
        let length = input.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard length > 0 else { return false }
        if let bytes = askedSize(length) { setReply(bytes) }
        let count = try? input.withUnsafeBytes { input in
            try scanners[descriptor]?.scan(UnsafeRawBufferPointer(rebasing: input[..<length])) {
                _ in
            }
        }
        guard let count else { return false }
        while replies.count < count * reply.count { replies += reply }
        return replies.withUnsafeBytes {
            // A socket that blocks takes all of it.
            send(descriptor, $0.baseAddress, count * reply.count, Int32(MSG_NOSIGNAL))
        } == count * reply.count
    }

    /// The length that a request wants replies to have, which lies in the input alone.
    private func askedSize(_ length: Int) -> Int? {
        let head = Array("*2\r\n$\(Self.sizeWord.utf8.count)\r\n\(Self.sizeWord)\r\n$".utf8)
        guard length > head.count, input.starts(with: head) else { return nil }
        let words = String(decoding: input[head.count..<length], as: UTF8.self).split {
            $0.isNewline
        }
        return words.count == 2 ? Int(words[1]) : nil
    }

    private func setReply(_ bytes: Int) {
        let length = min(max(bytes, Self.replyBytesMin), Self.replyBytesMax)
        reply = Array(("+" + String(repeating: "x", count: length - 3) + "\r\n").utf8)
        replies = []
    }

    private func watch(_ descriptor: Int32) throws(LoadFailure) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = UInt64(descriptor)
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            throw LoadFailure("cannot wait for requests", errno: errno)
        }
    }
}
