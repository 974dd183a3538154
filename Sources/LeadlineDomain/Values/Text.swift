/// UTF-8 text as it came, compared byte by byte.
///
/// Two texts are equal when their bytes are: Swift's canonical equivalence, which would make two
/// differently encoded keys one, never applies. The bytes may share a larger buffer, and nothing
/// here promises that they are valid UTF-8: that is checked where text enters the server.
package struct Text: Hashable, Sendable {
    /// The bytes, possibly within a larger buffer.
    package let bytes: ArraySlice<UInt8>

    /// Wraps a slice, sharing its storage.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Wraps an array, sharing its storage.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    /// Copies a string's UTF-8.
    package init(_ string: String) {
        bytes = Array(string.utf8)[...]
    }

    /// Copies a literal's UTF-8.
    package init(_ literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }[...]
    }

    /// Whether there are no bytes.
    package var isEmpty: Bool { bytes.isEmpty }

    /// The length in bytes.
    package var count: Int { bytes.count }

    /// The text with `A`–`Z` turned into `a`–`z`; other letters stay as they are.
    package var asciiLowercased: Text { mapped { $0.lowercased } }

    /// The text with `a`–`z` turned into `A`–`Z`; other letters stay as they are.
    package var asciiUppercased: Text { mapped { $0.uppercased } }

    private func mapped(_ transform: (UInt8) -> UInt8) -> Text {
        bytes.withUnsafeBufferPointer { source in
            Text(
                [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
                    for index in source.indices { target[index] = transform(source[index]) }
                    count = source.count
                })
        }
    }

    /// The text in lower case by the rules of Unicode; bytes that are no UTF-8 are replaced.
    package var lowercased: Text {
        guard hasBytesBeyondASCII else { return asciiLowercased }
        return Text(description.lowercased())
    }

    /// Whether any byte is no ASCII.
    package var hasBytesBeyondASCII: Bool {
        bytes.withUnsafeBufferPointer { bytes in bytes.reduce(0) { $0 | $1 } >= 0x80 }
    }

    /// The text without blanks at either end; shares storage.
    package var trimmed: Text { Text(bytes.trimmed) }

    package static func == (left: Text, right: Text) -> Bool {
        left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                left.count == right.count && isSame(left, right)
            }
        }
    }

    /// Whether two runs of one length are the same, compared eight bytes at a time.
    private static func isSame(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
    ) -> Bool {
        func isSame(at index: Int) -> Bool {
            left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                == right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        }
        guard left.count >= 8 else { return left.elementsEqual(right) }
        var index = 0
        while index + 8 <= left.count {
            guard isSame(at: index) else { return false }
            index += 8
        }
        // The last eight, some of which were compared already.
        return isSame(at: left.count - 8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes.count)
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension Text: Comparable {
    /// The order of unsigned bytes, a prefix before what it begins.
    package static func < (left: Text, right: Text) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text as a string, each invalid byte shown as the replacement character.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
