import Glibc
import NIOCore
import NIOPosix

/// A command that the server refused.
///
/// The code is API: programs decide by it. The message is for people.
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The error word, such as `NOTFOUND`.
    public let code: String
    /// One line that says what was wrong.
    public let message: String

    /// Makes the error a server answered with.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message as on the wire, without the leading `-`.
    public var description: String { message.isEmpty ? code : "\(code) \(message)" }
}

/// A connection that could not be made or did not last.
public struct ConnectionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, and so whether the command may have been executed.
    public enum Kind: Sendable, Hashable {
        /// No connection was made: nothing was executed.
        case cannotConnect
        /// The connection had ended before the command was written: it was not executed.
        case notSent
        /// The connection ended before the reply: the command may or may not have been executed.
        ///
        /// A write that carried `IDEM key` can be sent again under the same key.
        case outcomeUnknown
        /// The waiting task was cancelled: the command may or may not have been executed.
        case cancelled
        /// The server sent bytes that are no reply: every unanswered command's outcome is unknown.
        case protocolViolation
    }

    /// What went wrong.
    public let kind: Kind
    /// One line that says why.
    public let reason: String
    /// The replies that had come before the connection ended, of several commands sent together.
    ///
    /// They are in order: the first command without a reply is the one at index `replies.count`.
    public let replies: [Reply]

    init(_ kind: Kind, _ reason: String, replies: [Reply] = []) {
        self.kind = kind
        self.reason = reason
        self.replies = replies
    }

    /// Why NIO could not connect: the cause alone, without the account of every address tried.
    package init(connectingTo host: String, _ port: Int, _ error: any Error) {
        self.init(.cannotConnect, "\(host):\(port): \(Self.reason(for: error))")
    }

    /// The same failure as seen by a command of which some replies had come.
    func after(_ replies: [Reply]) -> ConnectionError {
        ConnectionError(kind, reason, replies: replies)
    }

    /// What happened to the command and why, in one line.
    public var description: String {
        switch kind {
        case .cannotConnect, .protocolViolation: reason
        case .notSent: "not sent: \(reason)"
        case .outcomeUnknown: "outcome unknown, it may or may not have been executed: \(reason)"
        case .cancelled: "outcome unknown, cancelled while waiting for the reply"
        }
    }

    private static func reason(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first else { return "unknown host" }
            return reason(for: first.error)
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case ChannelError.connectTimeout: return "no answer in time"
        default: return "\(error)"
        }
    }
}
