import Glibc
import LeadlineClient

extension LoadSocket {
    private static let patienceMilliseconds: Int32 = 5000
    private static let replyBytesMax = 4096
    private static let reasonBytesMax = 200

    /// Says how it wants to be answered and who it is, before anything else is sent.
    func introduce(to target: Target) throws(LoadFailure) {
        var counter = ReplyCounter(target.dialect)
        if let words = target.dialect.greeting {
            try exchange(words, target.dialect, &counter, "cannot choose the dialect")
        }
        if let credentials = target.credentials {
            let words = ["AUTH", credentials.user, credentials.token]
            try exchange(words, target.dialect, &counter, "cannot log in")
        }
    }

    /// Sends one request and waits for its reply; answers how many bytes that has.
    @discardableResult
    func exchange(
        _ words: [String], _ dialect: Dialect, _ counter: inout ReplyCounter, _ complaint: String
    ) throws(LoadFailure) -> Int {
        let bytes = dialect.request(words)
        // So few bytes fit into the buffer of a connection that is new.
        guard case .bytes(bytes.count) = bytes.withUnsafeBytes({ send($0) }) else {
            throw LoadFailure(description: "\(complaint): the request was not taken")
        }
        var reply: [UInt8] = []
        var isRefused = false
        var input = [UInt8](repeating: 0, count: Self.replyBytesMax)
        var count = 0
        while count == 0 {
            let read = try receive(into: &input, complaint)
            reply += input.prefix(read)
            var fault: ReplyScanner.Malformed?
            input.withUnsafeBytes { input in
                do throws(ReplyScanner.Malformed) {
                    let bytes = UnsafeRawBufferPointer(rebasing: input[..<read])
                    count = try counter.scan(bytes) { _ in isRefused = true }
                } catch {
                    fault = error
                }
            }
            guard fault == nil else {
                throw LoadFailure(description: "\(complaint): \(Self.line(reply[...]))")
            }
        }
        guard !isRefused else {
            throw LoadFailure(description: "\(complaint): \(Self.line(reply.drop { $0 == 0x2d }))")
        }
        return reply.count
    }

    private func receive(
        into input: inout [UInt8], _ complaint: String
    ) throws(LoadFailure) -> Int {
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, Self.patienceMilliseconds) > 0 else {
                throw LoadFailure(description: "\(complaint): no answer")
            }
            switch input.withUnsafeMutableBytes({ receive(into: $0) }) {
            case .bytes(let count): return count
            case .notReady: continue
            case .closed: throw LoadFailure(description: "\(complaint): the server hung up")
            }
        }
    }

    private static func line(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 >= 0x20 }.prefix(reasonBytesMax), as: UTF8.self)
    }
}
