/// Where content lies that is not kept here: an address of the web.
package struct WebAddress: Hashable, Sendable {
    /// The address as typed, without blanks around it.
    package let text: Text

    /// The longest that is taken, in bytes.
    package static let bytesMax = 2048

    /// Reads `https://host…` or `http://host…`, all of it printable ASCII.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> WebAddress {
        let typed = bytes.trimmed
        guard typed.count <= bytesMax else { throw ValueFault("at most \(bytesMax) bytes") }
        let scheme = typed.prefix { $0 != UInt8(ascii: ":") }
        let rest = typed.dropFirst(scheme.count)
        guard scheme.matches("HTTPS") || scheme.matches("HTTP"), rest.starts(with: "://".utf8),
            let first = rest.dropFirst(3).first, first.isLetter || first.isDigit || first == 0x5b,
            typed.allSatisfy({ (0x21...0x7e).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) })
        else { throw ValueFault("is not an address that begins with https://") }
        return WebAddress(text: Text(typed))
    }
}
