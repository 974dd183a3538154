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
