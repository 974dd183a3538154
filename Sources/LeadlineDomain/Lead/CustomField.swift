/// One custom field of a lead.
package struct CustomField: Hashable, Sendable {
    /// The name, as first given.
    package let name: Text

    /// The value, never empty.
    package let value: Text

    /// Makes a field of its parts.
    package init(name: Text, value: Text) {
        self.name = name
        self.value = value
    }
}
