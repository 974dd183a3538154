/// What a client reads back: one RESP2 or RESP3 value.
///
/// Every spelling of a null (`$-1`, `*-1` and `_`) is `null`; attributes are dropped by the reader.
package enum RESPValue: Sendable, Equatable {
    /// A status such as `OK`.
    case simple(String)
    /// The code is the first word when that is made of capitals alone, otherwise `ERR`.
    case error(code: String, message: String)
    /// A whole number.
    case integer(Int64)
    /// A string, which need not be text.
    case bulk([UInt8])
    /// The absence of a value.
    case null
    /// Yes or no; RESP3 only.
    case bool(Bool)
    /// A floating point number; RESP3 only.
    case double(Double)
    /// The digits of a number of any size, as they were received; RESP3 only.
    case bigNumber(String)
    /// The kind has three letters: `txt` is plain text, `mkd` is Markdown.
    case verbatim(kind: String, text: [UInt8])
    /// Values in order.
    case array([RESPValue])
    /// Values whose order means nothing, in the order received; RESP3 only.
    case set([RESPValue])
    /// Entries in the order received; RESP3 only.
    case map([RESPEntry])
    /// An unasked message; the first element is its kind. RESP3 only.
    case push([RESPValue])
}

/// One key and its value, in the order in which they were received.
package struct RESPEntry: Sendable, Equatable {
    /// What the value is found by.
    package var key: RESPValue
    /// What the key stands for.
    package var value: RESPValue

    /// Pairs a key with its value.
    package init(key: RESPValue, value: RESPValue) {
        self.key = key
        self.value = value
    }
}
