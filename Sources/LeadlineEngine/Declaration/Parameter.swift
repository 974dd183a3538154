import LeadlineDomain
import LeadlineWire

/// What one slot of a command's declaration looks like from outside: for matching, HELP,
/// COMMAND DOCS and the exported specification.
package struct ParameterSlot: Sendable {
    /// Lower case for positionals, upper case for keywords.
    package let name: String
    /// The name of the type of its value.
    package let type: String
    /// Whether it is named by a keyword; otherwise by its place.
    package let isKeyword: Bool
    /// Whether a request without it is refused.
    package let isRequired: Bool
    /// Whether it may be given more than once.
    package let isRepeatable: Bool
    /// How many arguments follow a keyword: 0 for a flag, 2 for `FIELD name value`.
    package let valueCount: Int
    /// Whether a lone word that spells a keyword is still this optional positional's value.
    package var takesLoneKeyword = false
    /// Secret or personal: never in logs, histories of shells, or MONITOR.
    package var isSensitive = false
    /// The words allowed, where only those are.
    package var choices: [String] = []
}

/// What matching a request looks at in a slot: small, and nothing in it is counted.
struct SlotRule: Sendable {
    let isRequired: Bool
    let isRepeatable: Bool
    let valueCount: Int

    init(_ slot: ParameterSlot) {
        isRequired = slot.isRequired
        isRepeatable = slot.isRepeatable
        valueCount = slot.valueCount
    }
}

/// One or more slots of a declaration that together give a handler one value.
protocol Parameter: Sendable {
    associatedtype Value
    var slots: [ParameterSlot] { get }
    /// Takes this parameter's slots, in order, from a matched request.
    func take(_ request: inout Request) throws(Rejection) -> Value
}

/// A value that text can be decoded to: the type of a positional or a keyword.
protocol Argument: Sendable {
    /// The type's name in HELP and COMMAND DOCS.
    static var typeName: String { get }
    /// The words allowed, for enumerations.
    static var choices: [String] { get }
    /// The longest argument that is decoded at all.
    static var bytesMax: Int { get }
    /// Whether the argument has to be UTF-8.
    static var isText: Bool { get }
    /// Whether it names records by their ids, so that `$1` of a block can stand there.
    static var naming: RecordNaming { get }
    /// Whether values are secret or personal wherever the type is used.
    static var isSensitive: Bool { get }
    /// Decodes a value, or says in one clause what is wrong with it.
    init(argument: Bytes) throws(ValueFault)
    /// Digests the value, so that `p7` and `P7` count as the same argument.
    func feed(_ fingerprint: inout ArgumentFingerprint)
}

extension Argument {
    static var choices: [String] { [] }
    static var bytesMax: Int { EngineLimits.fieldBytesMax }
    static var isText: Bool { true }
    static var naming: RecordNaming { .none }
    static var isSensitive: Bool { false }
}

extension Request {
    mutating func decode<V: Argument>(
        _ type: V.Type, _ bytes: Bytes, _ field: String
    ) throws(Rejection) -> V {
        guard bytes.count <= V.bytesMax else {
            throw Rejection(
                .limit, "\(field.lowercased()): at most \(V.bytesMax) bytes",
                field: field.lowercased())
        }
        guard !V.isText || bytes.isUTF8 else { throw .invalid(field.lowercased(), "is not UTF-8") }
        do {
            let naming = V.naming
            let value = try V(
                argument: naming == .none ? bytes : naming.resolve(bytes, blockIDs))
            if fingerprint.isKept { value.feed(&fingerprint) }
            return value
        } catch {
            guard !CardNumber.appears(in: bytes) else {
                throw .invalid(field.lowercased(), CardNumber.fault.reason)
            }
            let isForeign = blockIDs != nil && V.naming == .one && bytes.first == UInt8(ascii: "$")
            throw .invalid(
                field.lowercased(),
                isForeign ? "\(bytes.quoted) cannot stand here: \(error.reason)" : error.reason)
        }
    }
}

/// A required positional.
struct Positional<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: V.typeName, isKeyword: false, isRequired: true,
                isRepeatable: false, valueCount: 1, isSensitive: V.isSensitive,
                choices: V.choices)
        ]
    }
    func take(_ request: inout Request) throws(Rejection) -> V {
        guard let bytes = request.takeSlot() else {
            throw .syntax("argument '\(name)' is missing")
        }
        return try request.decode(V.self, bytes, name)
    }
}

/// An optional positional: nil when absent.
struct OptionalPositional<V: Argument>: Parameter {
    let name: String
    var takesLoneKeyword = false
    init(_ name: String, _: V.Type = V.self, takesLoneKeyword: Bool = false) {
        self.name = name
        self.takesLoneKeyword = takesLoneKeyword
    }
    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: V.typeName, isKeyword: false, isRequired: false,
                isRepeatable: false, valueCount: 1, takesLoneKeyword: takesLoneKeyword,
                isSensitive: V.isSensitive, choices: V.choices)
        ]
    }
    func take(_ request: inout Request) throws(Rejection) -> V? {
        guard let bytes = request.takeSlot() else { return nil }
        return try request.decode(V.self, bytes, name)
    }
}

/// The remaining words, none or more: the tail of `INFO` or `COMMAND DOCS`.
struct Words<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: V.typeName, isKeyword: false, isRequired: false,
                isRepeatable: true, valueCount: 1, isSensitive: V.isSensitive)
        ]
    }
    func take(_ request: inout Request) throws(Rejection) -> [V] {
        var values: [V] = []
        try request.takeEach { (request: inout Request, index: Int) throws(Rejection) in
            values.append(try request.decode(V.self, request.frame[index], name))
        }
        return values
    }
}

/// A required keyword with a value.
struct RequiredKeyword<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] { [.keyword(name, V.self, isRequired: true)] }
    func take(_ request: inout Request) throws(Rejection) -> V {
        guard let bytes = request.takeSlot() else {
            throw .syntax("keyword \(name) is required")
        }
        return try request.decode(V.self, bytes, name)
    }
}

/// An optional keyword with a value: nil when absent.
struct Keyword<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] { [.keyword(name, V.self)] }
    func take(_ request: inout Request) throws(Rejection) -> V? {
        guard let bytes = request.takeSlot() else { return nil }
        return try request.decode(V.self, bytes, name)
    }
}

/// A bare word that takes no value.
struct Flag: Parameter {
    let name: String
    init(_ name: String) { self.name = name }
    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: "flag", isKeyword: true, isRequired: false,
                isRepeatable: false, valueCount: 0)
        ]
    }
    func take(_ request: inout Request) throws(Rejection) -> Bool { request.takeFlag() }
}

extension ParameterSlot {
    static func keyword<V: Argument>(
        _ name: String, _ type: V.Type, isRequired: Bool = false, isRepeatable: Bool = false
    ) -> ParameterSlot {
        ParameterSlot(
            name: name, type: V.typeName, isKeyword: true, isRequired: isRequired,
            isRepeatable: isRepeatable, valueCount: 1, isSensitive: V.isSensitive,
            choices: V.choices)
    }
}

extension Nearest {
    /// The word among `candidates` that was probably meant, or nil.
    static func word(to typed: Text, among candidates: [String]) -> String? {
        word(to: typed.bytes, among: candidates.map { Text($0) }).map { "\($0)" }
    }
}

/// A keyword that may be repeated; empty when it was not given.
struct RepeatedKeyword<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] { [.keyword(name, V.self, isRepeatable: true)] }
    func take(_ request: inout Request) throws(Rejection) -> [V] {
        var values: [V] = []
        try request.takeEach { (request: inout Request, index: Int) throws(Rejection) in
            values.append(try request.decode(V.self, request.frame[index], name))
        }
        return values
    }
}

/// The remaining words, one or more.
struct RequiredWords<V: Argument>: Parameter {
    let name: String
    init(_ name: String, _: V.Type = V.self) { self.name = name }
    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: V.typeName, isKeyword: false, isRequired: true,
                isRepeatable: true, valueCount: 1, isSensitive: V.isSensitive)
        ]
    }
    func take(_ request: inout Request) throws(Rejection) -> [V] {
        try Words<V>(name).take(&request)
    }
}
