internal import NIOCore

/// Reads requests that are RESP arrays of bulk strings.
///
/// Nothing is consumed before the request is whole: where its arguments lie is remembered as
/// distances from the input's reader index, so the input may be compacted or grown meanwhile.
struct ArrayRequestParser: Sendable {
    /// How far the request has been read.
    private var offset = 0
    /// How many arguments the request has; nil until its header has been read.
    private var expectedCount: Int?
    /// The announced length of the argument whose body is not complete.
    private var bodyByteCount: Int?
    private var arguments: [Range<Int>] = []

    private enum Outcome {
        case incomplete
        case whole
        case empty
        case failed(WireError)
    }

    /// Whether the first header has been read and the request is not yet whole.
    var isUnderWay: Bool { expectedCount != nil }

    /// Takes the next step through an input that begins with `*`, or with what is under way.
    mutating func next(
        _ input: inout ByteBuffer, _ frame: inout Frame, _ limits: FramingLimits
    ) -> RequestDecoder.Step {
        let outcome = input.withUnsafeReadableBytes { advance($0, limits) }
        switch outcome {
        case .incomplete: return .incomplete
        case .failed(let error): return .malformed(error)
        case .empty:
            input.moveReaderIndex(forwardBy: offset)
            reset()
            return .skipped
        case .whole:
            input.withUnsafeReadableBytes { fill(&frame, from: $0) }
            input.moveReaderIndex(forwardBy: offset)
            reset()
            return .request
        }
    }

    private mutating func reset() {
        offset = 0
        expectedCount = nil
        bodyByteCount = nil
        arguments.removeAll(keepingCapacity: true)
    }

    private func fill(_ frame: inout Frame, from bytes: UnsafeRawBufferPointer) {
        frame.removeAll()
        frame.isRESP = true
        for argument in arguments {
            frame.push(bytes[argument])
            frame.endArgument()
        }
    }

    private mutating func advance(
        _ bytes: UnsafeRawBufferPointer, _ limits: FramingLimits
    ) -> Outcome {
        if expectedCount == nil, let stop = readCount(bytes, limits) { return stop }
        while arguments.count < expectedCount ?? 0 {
            if bodyByteCount == nil, let stop = readLength(bytes, limits) { return stop }
            if let stop = readBody(bytes) { return stop }
        }
        return .whole
    }

    /// Reads `*N`; nil when arguments follow.
    private mutating func readCount(
        _ bytes: UnsafeRawBufferPointer, _ limits: FramingLimits
    ) -> Outcome? {
        switch HeaderLine(bytes, at: 0, tooLong: .multibulkHeader) {
        case .incomplete: return .incomplete
        case .failed(let error): return .failed(error)
        case .line(let digits, let end):
            guard let count = HeaderLine.number(digits), count <= WireLimits.argumentCountMax else {
                return .failed(.multibulkLength)
            }
            guard count <= limits.argumentCountMax else {
                return .failed(.unauthenticatedMultibulk)
            }
            offset = end
            guard count > 0 else { return .empty }
            expectedCount = count
            return nil
        }
    }

    /// Reads `$N`; nil when a body of known length follows.
    private mutating func readLength(
        _ bytes: UnsafeRawBufferPointer, _ limits: FramingLimits
    ) -> Outcome? {
        guard offset < bytes.count else { return .incomplete }
        guard bytes[offset] == UInt8(ascii: "$") else {
            return .failed(.expectedBulk(got: bytes[offset]))
        }
        switch HeaderLine(bytes, at: offset, tooLong: .bulkHeader) {
        case .incomplete: return .incomplete
        case .failed(let error): return .failed(error)
        case .line(let digits, let end):
            guard let length = HeaderLine.number(digits),
                (0...WireLimits.argumentBytesMax).contains(length)
            else { return .failed(.bulkLength) }
            guard length <= limits.argumentBytesMax else { return .failed(.unauthenticatedBulk) }
            guard end + length + 2 <= limits.requestBytesMax else {
                return .failed(.requestTooLong)
            }
            offset = end
            bodyByteCount = length
            return nil
        }
    }

    /// Steps over a body and its line end; nil when they are there.
    private mutating func readBody(_ bytes: UnsafeRawBufferPointer) -> Outcome? {
        guard let byteCount = bodyByteCount else { return nil }
        let end = offset + byteCount
        guard bytes.count >= end + 2 else { return .incomplete }
        guard bytes[end] == HeaderLine.carriageReturn, bytes[end + 1] == HeaderLine.lineFeed else {
            return .failed(.bulkEnd)
        }
        arguments.append(offset..<end)
        offset = end + 2
        bodyByteCount = nil
        return nil
    }
}
