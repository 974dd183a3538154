/// One entry of the catalogue of services.
package struct Service: Equatable, Sendable {
    /// In lower case; the catalogue's key.
    package let name: Text

    /// What the service is, for people.
    package var text: Text?

    /// When it was first set.
    package let created: Timestamp

    /// Makes an entry of its parts.
    package init(name: Text, text: Text?, created: Timestamp) {
        self.name = name
        self.text = text
        self.created = created
    }
}
