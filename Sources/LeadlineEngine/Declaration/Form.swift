import LeadlineWire

/// Many keywords that together fill one plain struct: `LEAD.NEW` has thirty, and a handler with
/// thirty parameters would be unreadable.
struct Form<Values: Sendable>: Parameter {
    /// One keyword of a form: its slot and how it is put into the struct.
    struct Field: Sendable {
        let slot: ParameterSlot
        let fill: @Sendable (inout Values, inout Request) throws(Rejection) -> Void
    }

    private let fields: [Field]
    private let empty: @Sendable () -> Values
    private let given: (any WritableKeyPath<Values, Bool> & Sendable)?

    /// A form that tells the struct at `given` whether any keyword was given at all.
    init(
        _ empty: @escaping @Sendable @autoclosure () -> Values, _ fields: [Field],
        given: any WritableKeyPath<Values, Bool> & Sendable
    ) {
        self.fields = fields
        self.empty = empty
        self.given = given
    }

    init(_ empty: @escaping @Sendable @autoclosure () -> Values, _ fields: [Field]) {
        self.fields = fields
        self.empty = empty
        given = nil
    }

    var slots: [ParameterSlot] { fields.map(\.slot) }

    func take(_ request: inout Request) throws(Rejection) -> Values {
        var values = empty()
        for field in fields {
            if let given, request.isNextSlotFilled { values[keyPath: given] = true }
            try field.fill(&values, &request)
        }
        return values
    }
}

extension Form.Field {
    /// A keyword that may be given once.
    static func one<V: Argument>(
        _ name: String, _ path: any WritableKeyPath<Values, V?> & Sendable,
        isSensitive: Bool = false
    ) -> Self {
        var slot = ParameterSlot.keyword(name, V.self)
        slot.isSensitive = isSensitive || V.isSensitive
        return Self(slot: slot) {
            (values: inout Values, request: inout Request) throws(Rejection) in
            guard let bytes = request.takeSlot() else { return }
            values[keyPath: path] = try request.decode(V.self, bytes, name)
        }
    }

    /// A keyword that may be repeated; nil when it was not given at all.
    static func many<V: Argument>(
        _ name: String, _ path: any WritableKeyPath<Values, [V]?> & Sendable
    ) -> Self {
        Self(slot: .keyword(name, V.self, isRepeatable: true)) {
            (values: inout Values, request: inout Request) throws(Rejection) in
            var all: [V] = []
            try request.takeEach { (request: inout Request, index: Int) throws(Rejection) in
                all.append(try request.decode(V.self, request.frame[index], name))
            }
            if !all.isEmpty { values[keyPath: path] = all }
        }
    }

    /// `FIELD name value`, repeatable.
    static func pairs<V: Argument, W: Argument>(
        _ name: String, _ path: any WritableKeyPath<Values, [(name: V, value: W)]?> & Sendable
    ) -> Self {
        let slot = ParameterSlot(
            name: name, type: "name value", isKeyword: true, isRequired: false,
            isRepeatable: true, valueCount: 2, isSensitive: true)
        return Self(slot: slot) {
            (values: inout Values, request: inout Request) throws(Rejection) in
            var all: [(name: V, value: W)] = []
            try request.takeEach { (request: inout Request, index: Int) throws(Rejection) in
                let key = try request.decode(V.self, request.frame[index], name)
                let value = try request.decode(W.self, request.frame[index + 1], name)
                all.append((name: key, value: value))
            }
            if !all.isEmpty { values[keyPath: path] = all }
        }
    }

    /// A bare word.
    static func flag(_ name: String, _ path: any WritableKeyPath<Values, Bool> & Sendable) -> Self {
        Self(slot: Flag(name).slots[0]) {
            (values: inout Values, request: inout Request) throws(Rejection) in
            values[keyPath: path] = request.takeFlag()
        }
    }
}
