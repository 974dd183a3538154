package import NIOCore

/// Finds the next whole request in a connection's bytes.
///
/// It keeps its progress, so every byte is looked at once however the bytes are cut (a header line
/// or telnet sequence that is cut may be read again; they are short). It belongs to one connection.
/// The bytes that a `request` step consumes, framed again by the decoder `again`, give the same
/// frame.
package struct RequestDecoder: Sendable {
    private var array = ArrayRequestParser()
    private var line = LineScanner()
    private var beginning = Beginning.firstBytes

    /// How much of the connection's first line has been seen.
    private enum Beginning {
        case firstBytes
        case firstLine
        case later
    }

    /// What was found at the beginning of the input.
    package enum Step: Sendable, Equatable {
        /// More bytes are needed.
        case incomplete
        /// The frame is filled and the input's reader index has moved past the request.
        case request
        /// A blank line, a comment, an empty array, a byte order mark or telnet's own bytes: there
        /// is nothing to answer; call again.
        case skipped
        /// To be answered with `-ERR`; unless fatal, the line is consumed and the connection lives.
        case malformed(WireError)
        /// Bytes to be sent now, out of band, before calling again.
        case telnet([UInt8])
        /// Another protocol on this port, and which: close and log it.
        case foreign(String)
        /// A line that is only Ctrl-D.
        case quit
    }

    /// A decoder for a connection's first bytes.
    package init() {}

    /// A decoder for requests that a connection's own decoder has let through, wherever they stood.
    package static var again: RequestDecoder {
        var decoder = RequestDecoder()
        // Its own one has seen that the first line is of this protocol.
        decoder.beginning = .later
        return decoder
    }

    /// Whether a request has begun and is not whole.
    package var isInsideRequest: Bool { array.isUnderWay || line.isUnderWay }

    /// Takes the next request when it is an array that has come whole.
    ///
    /// False leaves everything as it was, but for the frame: `next` tells what there is instead.
    package mutating func nextWhole(
        _ input: inout ByteBuffer, _ frame: inout Frame, limits: FramingLimits
    ) -> Bool {
        guard !isInsideRequest,
            let byteCount = input.withUnsafeReadableBytes({
                WholeArray.read($0, into: &frame, limits)
            })
        else { return false }
        input.moveReaderIndex(forwardBy: byteCount)
        beginning = .later
        return true
    }

    /// Takes the next step through the connection's unread bytes.
    ///
    /// After a fatal error or a foreign protocol the decoder must not be used again.
    ///
    /// - Parameters:
    ///   - input: The unread bytes. Telnet's bytes are taken out of it: they are consumed and left
    ///     behind the reader index as line feeds, which any decoder skips. Whoever passes raw bytes
    ///     on moves the reader index of a copy back after the step: a copy made earlier may still
    ///     hold telnet's bytes.
    ///   - frame: Filled by a `request` step, otherwise of no meaning.
    ///   - limits: What the connection may send in its present state.
    /// - Returns: What was found.
    package mutating func next(
        _ input: inout ByteBuffer, _ frame: inout Frame, limits: FramingLimits
    ) -> Step {
        if nextWhole(&input, &frame, limits: limits) { return .request }
        return nextUnusual(&input, &frame, limits: limits)
    }

    /// The same, when `nextWhole` has just found nothing.
    package mutating func nextUnusual(
        _ input: inout ByteBuffer, _ frame: inout Frame, limits: FramingLimits
    ) -> Step {
        // Of nothing nothing can be whole, whatever is under way.
        guard input.readableBytes > 0 else { return .incomplete }
        if !isInsideRequest, let step = begin(&input) { return step }
        if !line.isUnderWay, array.isUnderWay || input.firstByte == UInt8(ascii: "*") {
            let step = array.next(&input, &frame, limits)
            if step != .incomplete { beginning = .later }
            return step
        }
        switch line.next(&input, limits) {
        case .incomplete: return .incomplete
        case .skipped: return .skipped
        case .telnet(let answer): return .telnet(answer)
        case .tooLong: return .malformed(.lineTooLong)
        case .line(let byteCount, let endByteCount):
            defer { input.moveReaderIndex(forwardBy: byteCount + endByteCount) }
            return read(input, byteCount, &frame, limits)
        }
    }

    /// Answers, at the end of input, the error for an unterminated request.
    ///
    /// - Parameter input: What is left unread after `incomplete`.
    /// - Returns: Nil when nothing was pending that would have been answered.
    package mutating func end(_ input: ByteBuffer) -> WireError? {
        guard input.readableBytes > 0 else { return nil }
        if array.isUnderWay || input.firstByte == UInt8(ascii: "*") { return .truncated }
        let line = input.withUnsafeReadableBytes { InlineLine.content(of: $0) }
        if case .command = line { return .truncated }
        return nil
    }
}

// MARK: - The connection's first bytes

extension RequestDecoder {
    /// What must be done before a request's first byte is looked at, nil when that may happen.
    private mutating func begin(_ input: inout ByteBuffer) -> Step? {
        guard let first = input.firstByte else { return .incomplete }
        guard beginning == .firstBytes else { return nil }
        switch input.withUnsafeReadableBytes({ Opening(of: $0) }) {
        case .cut: return .incomplete
        case .tls: return .foreign("TLS on a plaintext port")
        case .byteOrderMark:
            input.moveReaderIndex(forwardBy: 3)
            beginning = .firstLine
            return .skipped
        case .other:
            if !Self.mayPrecede(first) { beginning = .firstLine }
            return nil
        }
    }

    /// Whether a byte may come before a connection's beginning.
    ///
    /// Telnet negotiates before anything is typed, and its bytes leave line feeds behind.
    private static func mayPrecede(_ byte: UInt8) -> Bool {
        byte == LineScanner.interpretAsCommand || byte == HeaderLine.carriageReturn
            || byte == HeaderLine.lineFeed
    }

    /// What a connection's very first bytes may be instead of a request.
    private enum Opening {
        case cut
        case tls
        case byteOrderMark
        case other

        init(of bytes: UnsafeRawBufferPointer) {
            switch (bytes.first, bytes.dropFirst().first, bytes.dropFirst(2).first) {
            case (0x16, nil, _), (0xEF, nil, _), (0xEF, 0xBB, nil): self = .cut
            case (0x16, 0x03, _): self = .tls
            case (0xEF, 0xBB, 0xBF): self = .byteOrderMark
            default: self = .other
            }
        }
    }
}

// MARK: - Whole lines

extension RequestDecoder {
    /// Reads the line of `byteCount` bytes that stands first in the input.
    private mutating func read(
        _ input: ByteBuffer, _ byteCount: Int, _ frame: inout Frame, _ limits: FramingLimits
    ) -> Step {
        input.withUnsafeReadableBytes { bytes in
            let line = UnsafeRawBufferPointer(rebasing: bytes[..<byteCount])
            switch InlineLine.content(of: line) {
            case .nothing: return .skipped
            case .quit: return .quit
            case .command(let text):
                let isFirstLine = beginning != .later
                beginning = .later
                if isFirstLine, InlineLine.isHTTPRequest(text) { return .foreign(InlineLine.http) }
                if isFirstLine, InlineLine.isSSHBanner(text) { return .foreign(InlineLine.ssh) }
                if let error = InlineLine.split(text, into: &frame, limits) {
                    return .malformed(error)
                }
                return InlineLine.isHTTPHeader(frame[0]) ? .foreign(InlineLine.http) : .request
            }
        }
    }
}

extension ByteBuffer {
    /// The first unread byte.
    var firstByte: UInt8? { getInteger(at: readerIndex) }
}
