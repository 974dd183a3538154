/// The name of a time zone, such as `America/New_York`: its shape, not whether there is one.
package struct ZoneName: Hashable, Sendable {
    /// The name as zones are filed under it.
    package let text: Text

    /// How long a name may be.
    package static let bytesMax = 64

    /// Reads letters, digits, `_`, `+` and `-` in parts with `/` between them: no name leads
    /// elsewhere when it is taken for a path.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> ZoneName {
        guard bytes.count <= bytesMax else { throw ValueFault("at most \(bytesMax) bytes") }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.allSatisfy(isPart), parts.first?.first?.isASCIIUppercase == true else {
            throw fault(bytes)
        }
        return ZoneName(text: Text(bytes))
    }

    /// Why bytes are the name of no zone.
    package static func fault(_ bytes: ArraySlice<UInt8>) -> ValueFault {
        ValueFault("\(bytes.quoted) is not a time zone such as America/New_York or UTC")
    }

    private static func isPart(_ part: ArraySlice<UInt8>) -> Bool {
        let marks: [UInt8] = [UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")]
        return !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isDigit || marks.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isASCIIUppercase: Bool { self >= 0x41 && self <= 0x5A }
}
