/// A value of JSON; numbers stay as they are written, because amounts are exact.
package enum JSONValue: Equatable, Sendable {
    /// The absent value.
    case null
    /// Yes or no.
    case bool(Bool)
    /// A number in the writer's own spelling.
    case number(String)
    /// Text.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Names and values in the writer's order.
    case object([JSONMember])

    /// The members of an object, nil for anything else.
    package var members: [JSONMember]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The value under a name in an object; the last one wins.
    package subscript(name: String) -> JSONValue? {
        members?.last { $0.name == name }?.value
    }

    /// The text of a scalar, as a cell has it; nil for null, lists and objects.
    package var scalar: String? {
        switch self {
        case .bool(let flag): flag ? "yes" : "no"
        case .number(let text), .string(let text): text
        case .null, .array, .object: nil
        }
    }
}

/// A name in an object of JSON, and its value.
package struct JSONMember: Equatable, Sendable {
    /// The name.
    package let name: String
    /// The value.
    package let value: JSONValue

    /// Pairs a name with its value.
    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}
