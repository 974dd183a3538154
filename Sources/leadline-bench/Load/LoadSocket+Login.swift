import Glibc
import LeadlineClient

extension LoadSocket {
    private static let patienceMilliseconds: Int32 = 5000
    private static let replyBytesMax = 512

    /// Logs in, before anything else is sent, and waits for the answer.
    func logIn(_ credentials: LeadlineClient.Credentials) throws(LoadFailure) {
        let words = ["AUTH", credentials.user, credentials.token]
        let request = words.reduce(into: "*\(words.count)\r\n") { text, word in
            text += "$\(word.utf8.count)\r\n\(word)\r\n"
        }
        // So few bytes fit into the buffer of a connection that is new.
        let bytes = Array(request.utf8)
        guard case .bytes(bytes.count) = bytes.withUnsafeBytes({ send($0) }) else {
            throw LoadFailure(description: "cannot log in: the request was not taken")
        }
        let answer = try line()
        guard answer.hasPrefix("+") else {
            throw LoadFailure(description: "cannot log in: \(answer.dropFirst())")
        }
    }

    /// The next line, without its end.
    private func line() throws(LoadFailure) -> String {
        var line: [UInt8] = []
        var input = [UInt8](repeating: 0, count: Self.replyBytesMax)
        while line.last != UInt8(ascii: "\n"), line.count < Self.replyBytesMax {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, Self.patienceMilliseconds) > 0 else {
                throw LoadFailure(description: "cannot log in: no answer")
            }
            switch input.withUnsafeMutableBytes({ receive(into: $0) }) {
            case .bytes(let count): line += input.prefix(count)
            case .notReady: continue
            case .closed: throw LoadFailure(description: "cannot log in: the server hung up")
            }
        }
        let end = line.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0
        return String(decoding: line.prefix(end), as: UTF8.self)
    }
}
