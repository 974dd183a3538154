internal import CIDN2
internal import CPublicSuffix

/// Domain names as registries see them: their ASCII form and their registrable part.
///
/// The public suffix list is the one built into libpsl; the ASCII form is that of IDNA 2008 with
/// the mapping of UTS 46, non-transitional, by libidn2. Both functions may be called on any thread.
package enum DomainNames {
    /// The longest name that is looked at, in bytes; a domain has at most 253.
    package static let bytesMax = 1024

    /// The lower-case ASCII form of an internationalised name; nil when it cannot be a domain.
    package static func ascii(_ utf8: [UInt8]) -> [UInt8]? {
        guard let name = terminated(utf8[...]) else { return nil }
        let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        var found: UnsafeMutablePointer<UInt8>?
        let status = idn2_lookup_u8(name, &found, flags)
        guard status == IDN2_OK.rawValue, let found else { return nil }
        defer { idn2_free(found) }
        var count = 0
        while found[count] != 0 { count += 1 }
        // Of characters that the mapping drops nothing is left.
        guard count > 0 else { return nil }
        return UnsafeBufferPointer(start: found, count: count).map(lowercased)
    }

    /// The registrable domain of a lower-case ASCII name: `acme.co.uk` of `mail.acme.co.uk`.
    ///
    /// Nil for a public suffix itself and for what is no domain name.
    package static func registrable(_ ascii: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let name = terminated(ascii), ascii.first != 0x2E, ascii.last != 0x2E,
            let list = psl_builtin()
        else { return nil }
        let start = name.withUnsafeBufferPointer { buffer -> Int? in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // The answer is the end of the name itself.
                guard let start = characters.baseAddress,
                    let found = psl_registrable_domain(list, start)
                else { return nil }
                return found - start
            }
        }
        // Without the closing NUL.
        return start.map { name[$0...].dropLast() }
    }

    /// The bytes with a closing NUL; nil when there are none, too many, or a NUL among them.
    private static func terminated(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        guard !bytes.isEmpty, bytes.count <= bytesMax, !bytes.contains(0) else { return nil }
        var name: [UInt8] = []
        name.reserveCapacity(bytes.count + 1)
        name.append(contentsOf: bytes)
        name.append(0)
        return name
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}
