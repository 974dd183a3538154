/// Something that reads bytes from outside: requests, files, rows of the store, what is typed.
///
/// `check` feeds it any bytes. It throws `Broken` where the decoder's promises do not hold, and it
/// never stops the process: both the corpus tests and libFuzzer call it.
struct Decoder: Sendable {
    /// The name of its corpus: `corpus/NAME.txt`.
    let name: String
    /// Tries the decoder on bytes.
    let check: @Sendable ([UInt8]) throws -> Void

    /// A decoder and how it is tried.
    init(_ name: String, _ check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// Every decoder there is.
    static let all: [Decoder] = [
        .request, .reply, .storedReply, .record, .key, .storeRow, .entry, .money, .time, .zone,
        .contact, .name, .configurationValue, .configurationFile, .separatedValues, .json,
        .importFile, .typedLine, .profile, .command, .backupFile,
    ]
}

/// A promise of a decoder that some bytes break.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// Breaks the promise unless it holds.
func hold(_ isTrue: Bool, _ promise: @autoclosure () -> String) throws {
    guard isTrue else { throw Broken(description: promise()) }
}

/// Breaks the promise unless both are the same.
func hold<Value: Equatable>(
    _ left: Value, equals right: Value, _ promise: @autoclosure () -> String
) throws {
    guard left == right else {
        throw Broken(description: "\(promise()): \(left) is not \(right)")
    }
}

/// Bytes of which the first few say how the rest is to be tried.
struct Choices {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next byte, 0 when there is none.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// A number below a bound that is at most 65,536.
    mutating func below(_ bound: Int) -> Int {
        let high = bound > 256 ? Int(byte()) << 8 : 0
        return bound == 0 ? 0 : (high | Int(byte())) % bound
    }

    /// The next eight bytes as a number, the first the highest.
    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        for _ in 0..<8 { number = number << 8 | UInt64(byte()) }
        return number
    }
}
