/// A framing or grammar error, ready to be answered.
package struct WireError: Error, Sendable, Equatable {
    /// The text after the code `ERR`: one line, at most `WireLimits.messageBytesMax` bytes.
    package let message: String

    /// Whether the place where the next request begins is unknown: reply, then close.
    package let isFatal: Bool

    /// Makes an error whose message begins with `Protocol error: `.
    private init(_ detail: String, isFatal: Bool) {
        message = "Protocol error: " + detail
        self.isFatal = isFatal
    }

    /// After this error the connection's bytes can no longer be cut into requests.
    static func fatal(_ detail: String) -> WireError { WireError(detail, isFatal: true) }

    /// This error costs one line; the next one may be fine.
    static func line(_ detail: String) -> WireError { WireError(detail, isFatal: false) }
}

/// The words of every framing error, most of them Redis's own because clients and people know them.
extension WireError {
    static let multibulkLength = fatal("invalid multibulk length")
    static let bulkLength = fatal("invalid bulk length")
    static let multibulkHeader = fatal("too big mbulk count string")
    static let bulkHeader = fatal("too big bulk count string")
    static let unauthenticatedMultibulk = fatal("unauthenticated multibulk length")
    static let unauthenticatedBulk = fatal("unauthenticated bulk length")
    static let lineTooLong = fatal("too big inline request")
    static let requestTooLong = fatal("too big request")
    static let lineFeedAlone = fatal("expected CRLF, got LF")
    static let bulkEnd = fatal("expected CRLF after bulk")
    static let truncated = fatal("unexpected end of input in request")

    static let quotes = line("unbalanced quotes in request")
    static let nul = line("NUL byte in request")
    static let encoding = line("invalid UTF-8 in request")
    static let tooManyArguments = line("too many arguments in request")
    static let argumentTooLong = line("too big argument in request")

    /// An element of a request array that is no bulk string.
    static func expectedBulk(got byte: UInt8) -> WireError {
        fatal("expected '$', got '\(printable(byte))'")
    }

    /// The byte itself where it is printable ASCII, otherwise its `\xHH` escape.
    static func printable(_ byte: UInt8) -> String {
        if (0x20...0x7E).contains(byte) { return String(UnicodeScalar(byte)) }
        let digits = String(byte, radix: 16)
        return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
}
