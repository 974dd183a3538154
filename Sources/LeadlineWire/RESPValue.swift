/// What a client reads back: one RESP2 or RESP3 value.
///
/// Both spellings of a null (`$-1`, `*-1` and `_`) are `null`; attributes are dropped by the reader.
package enum RESPValue: Sendable, Equatable {
    case simple(String)
    /// The code is the first word when that is made of capitals alone, otherwise `ERR`.
    case error(code: String, message: String)
    case integer(Int64)
    case bulk([UInt8])
    case null
    case bool(Bool)
    case double(Double)
    case bigNumber(String)
    /// The kind has three letters: `txt` is plain text, `mkd` is Markdown.
    case verbatim(kind: String, text: [UInt8])
    case array([RESPValue])
    case set([RESPValue])
    case map([RESPEntry])
    /// The first element is the kind, the others are its cells.
    case push([RESPValue])
}

/// One key and its value, in the order in which they were received.
package struct RESPEntry: Sendable, Equatable {
    package var key: RESPValue
    package var value: RESPValue

    /// Pairs a key with its value.
    package init(key: RESPValue, value: RESPValue) {
        self.key = key
        self.value = value
    }
}
