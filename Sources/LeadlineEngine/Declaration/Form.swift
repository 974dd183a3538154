import LeadlineWire

/// Many keywords that together fill one plain struct: `LEAD.NEW` has thirty, and a handler with
/// thirty parameters would be unreadable.
struct Form<Values: Sendable>: Parameter {
    /// One keyword of a form: its slot and how it is put into the struct.
    // A class, so that walking the fields asks for no type at run time.
    final class Field: Sendable {
        let slot: ParameterSlot
        fileprivate let fill: @Sendable (inout Values, inout Request) throws(Rejection) -> Void

        init(
            slot: ParameterSlot,
            _ fill: @escaping @Sendable (inout Values, inout Request) throws(Rejection) -> Void
        ) {
            self.slot = slot
            self.fill = fill
        }
    }

    let slots: [ParameterSlot]
    private let fields: [Field]
    private let empty: @Sendable () -> Values
    private let given: (any WritableKeyPath<Values, Bool> & Sendable)?

    /// A form that tells the struct at `given` whether any keyword was given at all.
    init(
        _ empty: @escaping @Sendable @autoclosure () -> Values, _ fields: [Field],
        given: any WritableKeyPath<Values, Bool> & Sendable
    ) {
        slots = fields.map(\.slot)
        self.fields = fields
        self.empty = empty
        self.given = given
    }

    init(_ empty: @escaping @Sendable @autoclosure () -> Values, _ fields: [Field]) {
        slots = fields.map(\.slot)
        self.fields = fields
        self.empty = empty
        given = nil
    }

    func take(_ request: inout Request) throws(Rejection) -> Values {
        var values = empty()
        var isAnyGiven = false
        for field in fields {
            guard request.isNextSlotFilled else {
                request.skipSlot()
                continue
            }
            isAnyGiven = true
            try field.fill(&values, &request)
        }
        if let given, isAnyGiven { values[keyPath: given] = true }
        return values
    }
}

extension Form.Field {
    /// A keyword that may be given once.
    static func one<V: Argument>(
        _ name: String, _ path: any WritableKeyPath<Values, V?> & Sendable,
        isSensitive: Bool = false
    ) -> Form<Values>.Field {
        var slot = ParameterSlot.keyword(name, V.self)
        slot.isSensitive = isSensitive || V.isSensitive
        return Form<Values>.Field(slot: slot) {
            (values: inout Values, request: inout Request) throws(Rejection) in
            guard let bytes = request.takeSlot() else { return }
            values[keyPath: path] = try request.decode(V.self, bytes, name)
        }
    }

    /// A keyword that may be repeated; nil when it was not given at all.
    static func many<V: Argument>(
        _ name: String, _ path: any WritableKeyPath<Values, [V]?> & Sendable
    ) -> Form<Values>.Field {
        Form<Values>.Field(slot: .keyword(name, V.self, isRepeatable: true)) {
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
    ) -> Form<Values>.Field {
        let slot = ParameterSlot(
            name: name, type: "name value", isKeyword: true, isRequired: false,
            isRepeatable: true, valueCount: 2, isSensitive: true)
        return Form<Values>.Field(slot: slot) {
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
    static func flag(
        _ name: String, _ path: any WritableKeyPath<Values, Bool> & Sendable
    ) -> Form<Values>.Field {
        Form<Values>.Field(slot: Flag(name).slots[0]) {
            (values: inout Values, request: inout Request) throws(Rejection) in
            values[keyPath: path] = request.takeFlag()
        }
    }
}
