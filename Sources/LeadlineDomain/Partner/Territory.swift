/// A postal code that belongs to exactly one partner.
package struct Territory: Hashable, Sendable {
    /// The postal code, with its country.
    package let zip: Zip

    /// The one owner.
    package let partner: PartnerID

    /// Since when it belongs to this partner.
    package let since: Timestamp

    /// The country the postal code is in.
    package var country: CountryCode { zip.country }

    /// Makes a territory of its parts.
    package init(zip: Zip, partner: PartnerID, since: Timestamp) {
        self.zip = zip
        self.partner = partner
        self.since = since
    }
}
