/// The normalised form of an e-mail address: one customer, one key.
package struct EmailKey: Hashable, Sendable {
    /// The whole key: `annlee@gmail.com`.
    package let text: Text

    /// The part after the `@`, in lower-case ASCII.
    package let domain: Text

    init(local: Text, domain: Text) {
        text = Text(local.bytes + [UInt8(ascii: "@")] + domain.bytes)
        self.domain = domain
    }

    /// The key that `text` is, with what stands behind its `@`.
    init(_ text: Text, domain: Text) {
        self.text = text
        self.domain = domain
    }

    /// The key that `text` is, as it was kept; nil when it is none.
    package init?(kept text: Text) {
        guard let at = text.bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        self.text = text
        domain = Text(text.bytes[(at + 1)...])
    }

    /// The registrable domain that the address shares with its firm; nil for free mail.
    ///
    /// Also nil when `registrable` knows none, as for a public suffix itself.
    package func domainKey(registrable: (Text) -> Text?) -> Text? {
        guard let name = registrable(domain), !FreeMail.isFree(registrable: name) else {
            return nil
        }
        return name
    }
}
