/// A value that can stand in an ordered key.
///
/// The bytes sort as the values do, and no value's bytes are a prefix of another's, so that parts
/// can simply be written one after the other. The encoding is on disk: it never changes.
package protocol KeyPart: Sendable {
    /// Appends the value's bytes.
    func append(to key: inout [UInt8])

    /// Reads the value back; nil when the bytes are not one.
    static func read(_ key: inout KeyReader) -> Self?

    /// Whether every value is one number of eight bytes, big-endian: an index of records with such
    /// ids keeps 64 neighbours in a row.
    static var isNumber: Bool { get }
}

extension KeyPart {
    package static var isNumber: Bool { false }
}

/// A key part of which every value takes the same number of bytes.
package protocol FixedKeyPart: KeyPart {
    /// How many bytes each value takes.
    static var byteCount: Int { get }
}

/// Reads the parts of a key, first to last.
package struct KeyReader {
    private var rest: ArraySlice<UInt8>

    /// Starts at the first byte of `bytes`.
    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// Whether every byte was read.
    package var isAtEnd: Bool { rest.isEmpty }

    /// The next byte; nil at the end.
    package mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    /// The next `count` bytes, sharing the key's storage; nil when fewer are left.
    package mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// The next `count` bytes, at most eight, as one big-endian number; nil when too few are left.
    mutating func integer(_ count: Int) -> UInt64? {
        guard let bytes = bytes(count) else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            value = value << 8 | UInt64(byte)
        }
        return value
    }
}

// Spelt out for each width: a generic number costs a call through a table for every byte of it.

extension [UInt8] {
    /// Appends the low `count` bytes of a number, the highest first.
    mutating func append(bigEndian value: UInt64, count: Int) {
        unsafe Swift.withUnsafeBytes(of: (value << UInt64(64 - count * 8)).bigEndian) { bytes in
            unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
    }

    /// Appends bytes, without a share in their memory.
    mutating func append(copying bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}

/// One byte.
extension UInt8: FixedKeyPart {
    package static var byteCount: Int { 1 }
    package func append(to key: inout [UInt8]) { key.append(self) }
    package static func read(_ key: inout KeyReader) -> UInt8? { key.byte() }
}

/// Two bytes, big-endian.
extension UInt16: FixedKeyPart {
    package static var byteCount: Int { 2 }
    package func append(to key: inout [UInt8]) { key.append(bigEndian: UInt64(self), count: 2) }
    package static func read(_ key: inout KeyReader) -> UInt16? {
        key.integer(2).map { UInt16(truncatingIfNeeded: $0) }
    }
}

/// Four bytes, big-endian.
extension UInt32: FixedKeyPart {
    package static var byteCount: Int { 4 }
    package func append(to key: inout [UInt8]) { key.append(bigEndian: UInt64(self), count: 4) }
    package static func read(_ key: inout KeyReader) -> UInt32? {
        key.integer(4).map { UInt32(truncatingIfNeeded: $0) }
    }
}

/// Eight bytes, big-endian.
extension UInt64: FixedKeyPart {
    package static var byteCount: Int { 8 }
    package static var isNumber: Bool { true }
    package func append(to key: inout [UInt8]) { key.append(bigEndian: self, count: 8) }
    package static func read(_ key: inout KeyReader) -> UInt64? { key.integer(8) }
}

/// Eight bytes, big-endian, the sign bit flipped so that negative numbers sort first.
extension Int64: FixedKeyPart {
    package static var byteCount: Int { 8 }

    package func append(to key: inout [UInt8]) {
        (UInt64(bitPattern: self) ^ 1 << 63).append(to: &key)
    }

    package static func read(_ key: inout KeyReader) -> Int64? {
        guard let bits = key.integer(8) else { return nil }
        return Int64(bitPattern: bits ^ 1 << 63)
    }
}

/// A part that takes no bytes: the prefix or order of an index that needs none.
package struct Nothing: FixedKeyPart, Hashable {
    /// The only value.
    package init() {}

    package static var byteCount: Int { 0 }

    package func append(to key: inout [UInt8]) {}

    package static func read(_ key: inout KeyReader) -> Nothing? { Nothing() }
}

/// Two parts, the first deciding the order.
package struct Pair<First: KeyPart, Second: KeyPart>: KeyPart {
    /// The part that decides first.
    package let first: First
    /// The part that decides between equal first ones.
    package let second: Second

    /// Joins two parts.
    package init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    package func append(to key: inout [UInt8]) {
        first.append(to: &key)
        second.append(to: &key)
    }

    package static func read(_ key: inout KeyReader) -> Pair? {
        guard let first = First.read(&key), let second = Second.read(&key) else { return nil }
        return Pair(first, second)
    }
}

extension Pair: Equatable where First: Equatable, Second: Equatable {}
extension Pair: Hashable where First: Hashable, Second: Hashable {}
extension Pair: FixedKeyPart where First: FixedKeyPart, Second: FixedKeyPart {
    package static var byteCount: Int { First.byteCount + Second.byteCount }
}

/// A fixed-width part in reverse order: newest first, highest first.
package struct Descending<Part: FixedKeyPart>: FixedKeyPart {
    /// The value itself, not reversed.
    package let part: Part

    /// Reverses the order of `part`.
    package init(_ part: Part) {
        self.part = part
    }

    package static var byteCount: Int { Part.byteCount }

    package func append(to key: inout [UInt8]) {
        let start = key.count
        part.append(to: &key)
        for index in start..<key.count {
            key[index] = ~key[index]
        }
    }

    package static func read(_ key: inout KeyReader) -> Descending? {
        guard let inverted = key.bytes(Part.byteCount) else { return nil }
        var reader = KeyReader(ArraySlice(inverted.map { ~$0 }))
        return Part.read(&reader).map(Descending.init)
    }
}

extension Descending: Equatable where Part: Equatable {}
extension Descending: Hashable where Part: Hashable {}
