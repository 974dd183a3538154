/// What kind of content an attachment is: `application/pdf`, `text/plain; charset=utf-8`.
package struct MediaType: Hashable, Sendable {
    /// The type as it is kept: type and subtype in lower case, parameters as they came.
    package let text: Text

    /// The longest that is taken, in bytes.
    package static let bytesMax = 127

    /// Reads a type by RFC 6838: two names with a slash between, then perhaps parameters.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> MediaType {
        let typed = bytes.trimmed
        let end = typed.firstIndex(of: UInt8(ascii: ";")) ?? typed.endIndex
        let essence = typed[..<end].trimmed
        let names = essence.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard typed.count <= bytesMax, names.count == 2,
            names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isOfName) }),
            typed[end...].allSatisfy({ (0x20...0x7e).contains($0) })
        else {
            throw ValueFault("\(bytes.prefix(bytesMax).quoted) is not a type such as image/png")
        }
        return MediaType(text: Text(essence.map(\.lowercased) + typed[end...]))
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "!#$&-^_.+".utf8.contains(byte)
    }
}
