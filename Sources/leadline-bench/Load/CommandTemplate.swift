package import NIOCore

/// One command, or several behind each other, encoded once, whose numbers are patched in place for
/// each request.
package struct CommandTemplate: Sendable {
    /// Numbers are of this many digits, so that no length in the encoding ever changes.
    private static let digitCount = 12
    /// The first number that does not fit.
    package static let numberBound: UInt64 = 1_000_000_000_000

    private static let zeros = String(repeating: "0", count: digitCount)

    private enum Number {
        case sequence
        case random
    }

    private let bytes: [UInt8]
    private let patches: [(offset: Int, number: Number)]

    /// How many replies it gets.
    package let commandCount: Int

    /// Whether every request is the same.
    package var isConstant: Bool { patches.isEmpty }

    /// Encodes a command; `__seq__` and `__rand_int__` in its words become numbers.
    package init(_ arguments: [String], _ dialect: Dialect = .resp2) {
        self.init(commands: [arguments], dialect)
    }

    /// Encodes commands that belong together, such as those of a block.
    package init(commands: [[String]], _ dialect: Dialect = .resp2) {
        var bytes: [UInt8] = []
        var patches: [(offset: Int, number: Number)] = []
        for arguments in commands { Self.encode(arguments, dialect, into: &bytes, &patches) }
        self.bytes = bytes
        self.patches = patches
        commandCount = commands.count
    }

    private static func encode(
        _ arguments: [String], _ dialect: Dialect, into bytes: inout [UInt8],
        _ patches: inout [(offset: Int, number: Number)]
    ) {
        dialect.begin(arguments.count, in: &bytes)
        for (index, argument) in arguments.enumerated() {
            var value: [UInt8] = []
            var found: [(offset: Int, number: Number)] = []
            var rest = argument[...]
            while let (range, number) = firstPlaceholder(in: rest) {
                value += dialect.escaped(rest[..<range.lowerBound])
                found.append((value.count, number))
                value += zeros.utf8
                rest = rest[range.upperBound...]
            }
            value += dialect.escaped(rest)
            let start = dialect.append(value, index, to: &bytes)
            patches += found.map { (start + $0.offset, $0.number) }
        }
        dialect.end(in: &bytes)
    }

    /// Appends one request to the buffer.
    package func write(to buffer: inout ByteBuffer, _ numbers: inout Numbers) {
        let start = buffer.readableBytes
        buffer.writeBytes(bytes)
        guard !patches.isEmpty else { return }
        buffer.withUnsafeMutableReadableBytes { readable in
            for patch in patches {
                let value = patch.number == .random ? numbers.random() : numbers.next()
                Self.write(value, to: readable, at: start + patch.offset)
            }
        }
    }

    private static func firstPlaceholder(
        in text: Substring
    ) -> (range: Range<Substring.Index>, number: Number)? {
        let sequence = text.firstRange(of: "__seq__").map { (range: $0, number: Number.sequence) }
        let random = text.firstRange(of: "__rand_int__").map { (range: $0, number: Number.random) }
        guard let sequence, let random else { return sequence ?? random }
        return sequence.range.lowerBound < random.range.lowerBound ? sequence : random
    }

    private static func write(_ value: UInt64, to bytes: UnsafeMutableRawBufferPointer, at: Int) {
        var rest = value % numberBound
        for index in stride(from: at + digitCount - 1, through: at, by: -1) {
            bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
