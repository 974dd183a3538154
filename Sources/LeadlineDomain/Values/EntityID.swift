/// The id of one kind of record: a prefix and a number from 1, allocated by the server.
///
/// Numbers are never reused. Written `L42`; read without regard to letter case.
package protocol EntityID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number; at least 1.
    var raw: UInt64 { get }

    /// Makes the id with this number, which is at least 1.
    init(raw: UInt64)

    /// The letters before the number, in upper case.
    static var prefix: StaticString { get }

    /// What the id names, for messages: `lead`.
    static var noun: StaticString { get }
}

extension EntityID {
    /// The id that the bytes write; nil unless they are exactly the prefix and a plain number.
    ///
    /// The number has no sign and no leading zero, is at least 1 and fits in 64 bits.
    package init?(_ bytes: ArraySlice<UInt8>) {
        let digits = bytes.dropFirst(Self.prefix.utf8CodeUnitCount)
        guard bytes.prefix(Self.prefix.utf8CodeUnitCount).matches(Self.prefix),
            let first = digits.first, first != UInt8(ascii: "0"),
            let number = digits.decimal
        else { return nil }
        self.init(raw: number)
    }

    /// The id as it is printed.
    package var text: Text {
        var bytes: [UInt8] = []
        // Three letters and twenty digits at most.
        bytes.reserveCapacity(23)
        Self.prefix.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(decimal: raw)
        return Text(bytes)
    }

    package var description: String { "\(Self.prefix)\(raw)" }

    package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}
