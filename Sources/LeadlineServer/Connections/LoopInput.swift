import NIOCore

/// Where a loop's sockets are read into: one buffer for all of them, since most of what is read is
/// answered before the next socket is read.
///
/// What has to be kept, such as half a request, is moved out of it. Confined to the loop.
struct LoopInput {
    /// Free to be read into; without memory while somebody has it.
    private var spare = ByteBuffer()

    /// A buffer that held more is not kept.
    static let bytesKeptMax = 64 << 10

    /// Takes the buffer, if it is there.
    mutating func take() -> ByteBuffer? {
        guard spare.storageCapacity > 0 else { return nil }
        var taken = ByteBuffer()
        swap(&taken, &spare)
        return taken
    }

    /// Takes a buffer back of which nothing is needed any more, unless others still look at it.
    mutating func keep(_ memory: inout ByteBuffer) {
        let capacity = memory.storageCapacity
        guard capacity > spare.storageCapacity, capacity <= Self.bytesKeptMax,
            memory.modifyIfUniquelyOwned({ $0.clear() }) != nil
        else { return }
        swap(&memory, &spare)
    }
}

/// Has a socket be read into its loop's buffer.
struct LoopInputAllocator: RecvByteBufferAllocator {
    private let registry: NIOLoopBound<ConnectionRegistry>
    /// When somebody has the loop's buffer.
    private var other = AdaptiveRecvByteBufferAllocator(
        minimum: 512, initial: 2048, maximum: LoopInput.bytesKeptMax)
    private var hasRead = false

    /// NIO keeps a connection's first buffer for good, and asks for others while told that they
    /// may grow.
    private static let firstBytes = 512

    init(_ registry: NIOLoopBound<ConnectionRegistry>) { self.registry = registry }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        guard hasRead else { return allocator.buffer(capacity: Self.firstBytes) }
        return registry.value.input.take() ?? other.buffer(allocator: allocator)
    }

    mutating func record(actualReadBytes: Int) -> Bool {
        hasRead = true
        _ = other.record(actualReadBytes: actualReadBytes)
        return true
    }

    func nextBufferSize() -> Int? { nil }
}
