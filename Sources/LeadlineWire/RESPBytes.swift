internal import NIOCore

/// Writes RESP straight into memory that the caller has sized: for replies whose every value is
/// known to be short, or as long as what is copied.
///
/// Each write looks at what is left: a size that was underestimated stops the process instead of
/// damaging it. It is inlined into other modules, because a reply is forty of these writes.
package struct RESPBytes {
    @usableFromInline var next: UnsafeMutableRawPointer
    @usableFromInline let end: UnsafeMutableRawPointer

    /// The most that a number takes with its type byte and line end, or a bulk string beside its
    /// own bytes.
    package static let overheadMax = 1 + Decimal.byteCountMax + 4

    init(_ memory: UnsafeMutableRawBufferPointer) {
        guard let base = memory.baseAddress else { preconditionFailure("no memory for a reply") }
        next = base
        end = base + memory.count
    }

    /// Writes bytes that are RESP already.
    @inlinable package mutating func ready(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= end - next, "a reply longer than its memory")
        guard let base = bytes.baseAddress else { return }
        next.copyMemory(from: base, byteCount: bytes.count)
        next += bytes.count
    }

    /// How many bytes a piece that is written with `piece` has at most.
    package static let pieceBytesMax = 32

    /// Writes at most `pieceBytesMax` bytes that are RESP already, and that lie where as many bytes
    /// can be read: they are copied without asking how many there are.
    @inlinable package mutating func piece(_ bytes: UnsafeRawPointer, count: Int) {
        precondition(
            count <= MemoryLayout<SIMD32<UInt8>>.size
                && MemoryLayout<SIMD32<UInt8>>.size <= end - next,
            "a reply longer than its memory")
        let piece = bytes.loadUnaligned(as: SIMD32<UInt8>.self)
        next.storeBytes(of: piece, as: SIMD32<UInt8>.self)
        next += count
    }

    /// Writes a bulk string.
    @inlinable package mutating func bulk(_ bytes: UnsafeRawBufferPointer) {
        let place = bulk(count: bytes.count)
        if let base = bytes.baseAddress { place.copyMemory(from: base, byteCount: bytes.count) }
    }

    /// Writes a bulk string but for its bytes, and answers where exactly `count` of them have to be
    /// put.
    package mutating func bulk(count: Int) -> UnsafeMutableRawPointer {
        header(UInt8(ascii: "$"), Int64(count))
        precondition(count + 2 <= end - next, "a reply longer than its memory")
        let place = next
        next += count
        endLine()
        return place
    }

    /// Writes an id: its letters and its number.
    package mutating func bulk(_ letters: StaticString, _ number: UInt64) {
        let letterCount = letters.utf8CodeUnitCount
        let place = bulk(count: letterCount + Decimal.digitCount(number))
        place.copyMemory(from: letters.utf8Start, byteCount: letterCount)
        Decimal.write(number, at: place + letterCount)
    }

    /// Writes a header line: a type byte and a number, which behind `:` is a whole value.
    package mutating func header(_ type: UInt8, _ value: Int64) {
        precondition(Self.overheadMax <= end - next, "a reply longer than its memory")
        // Most numbers of a reply are lengths of one digit: such a line is stored in one go.
        if 0 <= value, value < 10 {
            let digit = UInt32(UInt8(ascii: "0")) + UInt32(truncatingIfNeeded: value)
            let line = HeaderLine.shortLine | digit << 8 | UInt32(type)
            next.storeBytes(of: line.littleEndian, as: UInt32.self)
            next += 4
            return
        }
        put(type)
        if value < 0 { put(UInt8(ascii: "-")) }
        next = Decimal.write(value.magnitude, at: next)
        endLine()
    }

    private mutating func put(_ byte: UInt8) {
        next.storeBytes(of: byte, as: UInt8.self)
        next += 1
    }

    private mutating func endLine() {
        put(HeaderLine.carriageReturn)
        put(HeaderLine.lineFeed)
    }
}

extension ReplyWriter {
    /// Whether replies are RESP, of either version.
    package var isRESP: Bool { format == .resp2 || format == .resp3 }

    /// Writes one value whose RESP bytes, at most `byteCountMax`, the caller makes.
    ///
    /// `body` answers whether it wrote the whole value; when not, nothing has been written. Only
    /// where `isRESP`.
    package mutating func value(
        byteCountMax: Int, _ body: (inout RESPBytes) -> Bool
    ) -> Bool {
        precondition(isRESP, "RESP in another dialect")
        let before = levels.isEmpty ? nil : mark()
        openValue()
        let isWhole = write(byteCountMax: byteCountMax, body)
        if isWhole {
            closeValue()
        } else if let before {
            rewind(to: before)
        }
        return isWhole
    }

    /// Writes one whole row of a page, a map of its columns, of which the caller makes the RESP
    /// bytes, at most `byteCountMax`.
    ///
    /// `body` answers whether it wrote the whole row; when not, nothing has been written. Only
    /// where `isRESP`.
    package mutating func row(byteCountMax: Int, _ body: (inout RESPBytes) -> Bool) -> Bool {
        precondition(isRESP, "RESP in another dialect")
        let top = levels.count - 1
        precondition(top >= 0 && levels[top].takesRow, "a row where none is due")
        guard write(byteCountMax: byteCountMax, body) else { return false }
        levels[top].written += 1
        return true
    }

    private mutating func write(byteCountMax: Int, _ body: (inout RESPBytes) -> Bool) -> Bool {
        var isWhole = false
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: byteCountMax) { memory in
            guard let start = memory.baseAddress else { return 0 }
            var bytes = RESPBytes(memory)
            isWhole = body(&bytes)
            return isWhole ? bytes.next - start : 0
        }
        return isWhole
    }
}
