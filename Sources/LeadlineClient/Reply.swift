/// One reply of a Leadline server: any RESP3 value.
///
/// Strings are kept as bytes, because binary values travel unencoded in RESP.
public enum Reply: Sendable, Hashable {
    /// A word such as `OK`.
    case status(String)
    /// A version, count, sequence number or score.
    case integer(Int64)
    /// Yes or no.
    case bool(Bool)
    /// A measurement; never money, which is decimal text.
    case double(Double)
    /// An id, a decimal, a timestamp or any other value; UTF-8 unless the value is binary.
    case string([UInt8])
    /// Text for people, such as what `HELP` and `INFO` answer.
    case text(String)
    /// The absent value.
    case null
    /// Values in order; sets too.
    case list([Reply])
    /// Names and values in the documented order.
    case map([Entry])
    /// A refusal; nested only in replies to blocks of commands and in what `sendAll` answers.
    case error(ServerError)

    /// One name and its value in a map.
    public struct Entry: Sendable, Hashable {
        /// The name.
        public let key: Reply
        /// The value.
        public let value: Reply

        /// Pairs a name with its value.
        public init(key: Reply, value: Reply) {
            self.key = key
            self.value = value
        }
    }

    /// One page of rows, as every list command answers.
    public struct Page: Sendable, Hashable {
        /// The rows, each a map in column order.
        public let rows: [[Entry]]
        /// What `AFTER` takes to read on, nil on the last page.
        public let next: String?

        /// Makes a page.
        public init(rows: [[Entry]], next: String?) {
            self.rows = rows
            self.next = next
        }
    }
}

extension Reply {
    /// The reply as text.
    ///
    /// Nil for anything that is no status, string or text, and for bytes that are not UTF-8.
    public var string: String? {
        switch self {
        case .status(let word): word
        case .text(let text): text
        case .string(let bytes): String(validating: bytes, as: UTF8.self)
        case .integer, .bool, .double, .null, .list, .map, .error: nil
        }
    }

    /// The reply as a page, nil when it has another shape.
    ///
    /// A page is a list of two: the cursor (string or null) and a list of maps.
    public var page: Page? {
        guard case .list(let parts) = self, parts.count == 2, case .list(let rows) = parts[1] else {
            return nil
        }
        var entries: [[Entry]] = []
        for row in rows {
            guard case .map(let cells) = row else { return nil }
            entries.append(cells)
        }
        switch parts[0] {
        case .null: return Page(rows: entries, next: nil)
        case .string, .status:
            guard let next = parts[0].string else { return nil }
            return Page(rows: entries, next: next)
        case .integer, .bool, .double, .text, .list, .map, .error: return nil
        }
    }

    /// The value under a name in a map, nil when this is no map or lacks the name.
    public subscript(name: String) -> Reply? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key.string == name }?.value
    }
}
