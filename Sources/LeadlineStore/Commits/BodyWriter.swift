/// Writes an entry's body into memory of its final array.
@safe struct BodyWriter: ~Copyable {
    private let memory: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes are written.
    private(set) var count = 0

    /// Writes from the beginning of `memory`, which must outlive the writer.
    @unsafe init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        unsafe self.memory = memory
    }

    /// Appends one byte.
    mutating func append(_ byte: UInt8) {
        precondition(unsafe count < memory.count, "a body longer than reckoned")
        unsafe memory[count] = byte
        count += 1
    }

    /// Appends bytes.
    mutating func append(_ bytes: Span<UInt8>) {
        let end = count + bytes.count
        precondition(unsafe end <= memory.count, "a body longer than reckoned")
        unsafe bytes.withUnsafeBytes { bytes in
            let place = unsafe UnsafeMutableBufferPointer(rebasing: memory[count..<end])
            unsafe UnsafeMutableRawBufferPointer(place).copyMemory(from: bytes)
        }
        count = end
    }

    /// Appends a length: seven bits a byte, lowest first, the high bit set on all but the last.
    mutating func append(length: Int) {
        var left = UInt64(length)
        while left >= 0x80 {
            append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        append(UInt8(truncatingIfNeeded: left))
    }
}
