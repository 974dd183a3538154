/// What routing knows of a lead.
package struct RoutedLead: Sendable {
    /// The service wanted; nil is any.
    package let service: Text?

    /// The lead's areas with those of its ZIP and country; empty when it names no place.
    package let places: [Area]

    /// The postal code that decides by ownership: the lead's ZIP, else the only ZIP in its areas.
    package let territory: Zip?

    /// The partners who never get this lead again.
    package let declined: Set<PartnerID>

    /// Takes the facts one by one.
    package init(
        service: Text?, areas: [Area], zip: Zip?, country: CountryCode?, declined: [PartnerID]
    ) {
        self.service = service
        places = areas + (zip.map { [.zip($0)] } ?? []) + (country.map { [.country($0)] } ?? [])
        let zips = areas.compactMap { area -> Zip? in
            guard case .zip(let zip) = area else { return nil }
            return zip
        }
        territory = zip ?? (zips.count == 1 ? zips.first : nil)
        self.declined = Set(declined)
    }

    /// Takes the facts from a lead's record.
    package init(_ lead: Lead) {
        self.init(
            service: lead.service, areas: lead.areas, zip: lead.zip, country: lead.country,
            declined: lead.declined)
    }
}
