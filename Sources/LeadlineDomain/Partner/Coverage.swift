/// One line of what a partner covers: a service in an area.
package struct Coverage: Hashable, Sendable {
    /// Whose coverage it is.
    package let partner: PartnerID

    /// In lower case.
    package let service: Text

    /// Where the service is covered.
    package let area: Area

    /// Makes a line of its parts.
    package init(partner: PartnerID, service: Text, area: Area) {
        self.partner = partner
        self.service = service
        self.area = area
    }
}
