import Dispatch
import Glibc
import LeadlineWire
import NIOCore

/// A blocking TCP client that sends exactly the bytes it is given.
final class RawClient {
    /// What a test's client met instead of the bytes it waited for.
    enum Failure: Error {
        case cannotConnect(errno: CInt)
        case silent(received: String)
        case closed(received: String)
        case reset
    }

    private let descriptor: CInt
    private var isOpen = true
    private var input = ByteBuffer()
    private var reader = RESPReader()

    /// Connects; a read that gets nothing for twenty seconds fails.
    init(_ port: Int, receiveBufferBytes: CInt? = nil) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        if let receiveBufferBytes { set(SOL_SOCKET, SO_RCVBUF, receiveBufferBytes) }
        set(CInt(IPPROTO_TCP), TCP_NODELAY, CInt(1))
        set(SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: 20, tv_usec: 0))
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
        let result = address.withSockAddr { connect(descriptor, $0, socklen_t($1)) }
        if result != 0 { throw Failure.cannotConnect(errno: errno) }
    }

    deinit { close() }

    /// Sends a text over and over on a thread of its own; the group is done when all is sent.
    func sendAside(_ text: String, times: Int) -> DispatchGroup {
        let group = DispatchGroup()
        let sender = sender
        DispatchQueue.global().async(group: group) {
            for _ in 0..<times { sender.send(text) }
        }
        return group
    }

    private var sender: Sender { Sender(descriptor: descriptor) }

    /// Sends text as it is.
    func send(_ text: String) { sender.send(text) }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) { sender.send(bytes) }

    /// Sends until all is sent; a server that has closed meanwhile is found out by reading.
    private struct Sender: Sendable {
        let descriptor: CInt

        func send(_ text: String) { send(Array(text.utf8)) }

        func send(_ bytes: [UInt8]) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                }
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { return }
                rest = rest.dropFirst(sent)
            }
        }
    }

    /// Ends what it sends, and goes on reading.
    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Closes at once so that the peer sees a reset.
    func reset() {
        set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
        close()
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }

    /// Everything until the server ends the connection.
    func readToEnd() throws -> String {
        while try fill() {}
        return take(input.readableBytes)
    }

    /// The next `count` bytes.
    func read(_ count: Int) throws -> String {
        while input.readableBytes < count {
            if try !fill() { throw Failure.closed(received: take(input.readableBytes)) }
        }
        return take(count)
    }

    /// The next line, without its end.
    func readLine() throws -> String {
        while true {
            if let end = input.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                // A line end is one Character, whether it is LF or CRLF.
                return String(take(end - input.readerIndex + 1).dropLast())
            }
            if try !fill() { throw Failure.closed(received: take(input.readableBytes)) }
        }
    }

    /// The next RESP reply.
    func reply() throws -> RESPValue {
        while true {
            if let value = try reader.next(&input) { return value }
            if try !fill() { throw Failure.closed(received: take(input.readableBytes)) }
        }
    }

    /// Sends one command in RESP and answers its reply.
    func ask(_ words: String...) throws -> RESPValue {
        send(RawClient.request(words))
        return try reply()
    }

    /// One command in RESP.
    static func request(_ words: [String]) -> String {
        words.reduce(into: "*\(words.count)\r\n") { $0 += "$\($1.utf8.count)\r\n\($1)\r\n" }
    }

    /// The bytes that arrive next: none when none arrive in time, nil at the connection's end.
    func receive(within patience: Duration) throws -> [UInt8]? {
        let milliseconds = patience / .milliseconds(1)
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, CInt(max(1, milliseconds))) > 0 else { return [] }
        guard try fill() else { return nil }
        return input.readBytes(length: input.readableBytes)
    }

    /// Takes more bytes in; false at the end of the connection.
    private func fill() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 {
                input.writeBytes(chunk[..<count])
                return true
            }
            if count == 0 { return false }
            if errno == EINTR { continue }
            if errno == EAGAIN { throw Failure.silent(received: take(input.readableBytes)) }
            throw Failure.reset
        }
    }

    private func take(_ count: Int) -> String { input.readString(length: count) ?? "" }

    private func set<Value: BitwiseCopyable>(_ level: CInt, _ option: CInt, _ value: Value) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Value>.size))
    }
}
