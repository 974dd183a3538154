/// An e-mail address as it was typed, without a display name.
package struct EmailAddress: Hashable, Sendable {
    /// The whole address, for sending.
    package let text: Text

    /// What stands before the `@`.
    package let local: Text

    /// What stands after the `@`, not yet in ASCII.
    package let domain: Text

    /// The longest address, in bytes (RFC 5321).
    package static let bytesMax = 254

    /// The longest part before the `@`, in bytes (RFC 5321).
    package static let localBytesMax = 64

    /// Reads `ann@acme.example` or `"Ann Lee" <ann@acme.example>`.
    ///
    /// One `@` with something on both sides, no blanks, quotes or brackets, and an ASCII domain of
    /// at least two labels; a domain with other letters is checked by `key`.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> EmailAddress {
        let address = withoutDisplayName(bytes.trimmed).trimmed
        guard !address.isEmpty else { throw ValueFault("no e-mail address") }
        guard address.count <= bytesMax else {
            throw ValueFault("\(address.quoted) is longer than \(bytesMax) bytes")
        }
        guard let at = address.lastIndex(of: UInt8(ascii: "@")) else {
            throw ValueFault("\(address.quoted) has no @")
        }
        let local = address[..<at]
        let domain = address[(at + 1)...]
        guard !local.isEmpty, local.count <= localBytesMax else {
            throw ValueFault("\(address.quoted) needs 1 to \(localBytesMax) bytes before the @")
        }
        guard local.allSatisfy(isLocalByte) else {
            throw ValueFault("\(address.quoted) is not an e-mail address")
        }
        if domain.allSatisfy({ $0 < 0x80 }) { try checkDomain(Text(domain)) }
        guard !domain.isEmpty, domain.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ValueFault("\(address.quoted) is not an e-mail address")
        }
        return EmailAddress(text: Text(address), local: Text(local), domain: Text(domain))
    }

    /// What stands between the last `<` and a closing `>`, if the text ends so; else all of it.
    private static func withoutDisplayName(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.last == UInt8(ascii: ">"), let open = bytes.lastIndex(of: UInt8(ascii: "<"))
        else { return bytes }
        return bytes[(open + 1)...].dropLast()
    }

    /// The characters of an unquoted local part (RFC 5322 atext and dot), and all beyond ASCII.
    private static func isLocalByte(_ byte: UInt8) -> Bool {
        if byte >= 0x80 || byte.isLetter || byte.isDigit { return true }
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: "-")...UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "?"), UInt8(ascii: "^")...UInt8(ascii: "`"),
            UInt8(ascii: "{")...UInt8(ascii: "~"):
            return true
        default: return false
        }
    }

    /// Throws unless the ASCII name has two or more labels of letters, digits and inner hyphens.
    private static func checkDomain(_ domain: Text) throws(ValueFault) {
        let labelCount = domain.bytes.withUnsafeBufferPointer { Self.labelCount($0) }
        guard let labelCount, labelCount >= 2, domain.count <= 253 else {
            throw ValueFault("\(domain.bytes.quoted) is not a domain such as acme.example")
        }
    }

    /// How many labels a name has; nil when one of them is none.
    private static func labelCount(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        let hyphen = UInt8(ascii: "-")
        var count = 1
        var start = 0
        for index in 0...name.count {
            guard index == name.count || name[index] == UInt8(ascii: ".") else {
                let byte = name[index]
                guard byte.isLetter || byte.isDigit || byte == hyphen else { return nil }
                continue
            }
            guard (1...63).contains(index - start), name[start] != hyphen,
                name[index - 1] != hyphen
            else { return nil }
            start = index + 1
            if index < name.count { count += 1 }
        }
        return count
    }

    /// The key that tells customers apart (`rules.md` 1).
    ///
    /// Lower case; the local part cut at its first `+`; Gmail's dots removed and its two domains
    /// made one; an internationalised domain in the form that `ascii` answers, nil being a fault.
    /// The key is no longer than an address, though some letters are longer in lower case.
    package func key(ascii: (Text) -> Text?) throws(ValueFault) -> EmailKey {
        if isKey { return EmailKey(text, domain: domain) }
        var name = local.lowercased.bytes.prefix { $0 != UInt8(ascii: "+") }
        let host = try asciiDomain(ascii)
        let isGmail = Self.isGmail(host)
        if isGmail { name = name.filter { $0 != UInt8(ascii: ".") }[...] }
        guard !name.isEmpty else {
            throw ValueFault("\(text.bytes.quoted) names nobody before the @")
        }
        guard name.count <= Self.localBytesMax, name.count + 1 + host.count <= Self.bytesMax else {
            throw ValueFault(
                "\(text.bytes.quoted) is longer than \(Self.localBytesMax) bytes before the @ or "
                    + "\(Self.bytesMax) in all, in lower case and ASCII")
        }
        return EmailKey(local: Text(name), domain: isGmail ? "gmail.com" : host)
    }

    /// Whether the address is its own key, as most are.
    private var isKey: Bool {
        let isPlain = text.bytes.withUnsafeBufferPointer { bytes in
            bytes.allSatisfy { $0 < 0x80 && $0.lowercased == $0 && $0 != UInt8(ascii: "+") }
        }
        return isPlain && !Self.isGmail(domain)
    }

    private static func isGmail(_ host: Text) -> Bool {
        host.bytes.matches("gmail.com") || host.bytes.matches("googlemail.com")
    }

    private func asciiDomain(_ ascii: (Text) -> Text?) throws(ValueFault) -> Text {
        guard domain.bytes.contains(where: { $0 >= 0x80 }) else { return domain.asciiLowercased }
        guard let converted = ascii(domain) else {
            throw ValueFault("\(domain.bytes.quoted) is not a domain such as acme.example")
        }
        try Self.checkDomain(converted)
        return converted.asciiLowercased
    }
}
