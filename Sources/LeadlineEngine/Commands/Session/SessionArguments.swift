import LeadlineDomain
import LeadlineWire

/// A connection's name before it is known to fit into a line of CLIENT LIST: what does not is
/// refused in Redis's words.
struct ConnectionName: Argument {
    static var typeName: String { "name" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A keyword that takes two values: `AUTH user token`, `FILTERBY kind word`.
struct KeywordPair<V: Argument, W: Argument>: Parameter {
    let name: String
    /// The names of the two values with a blank between.
    let type: String
    let isSensitive: Bool

    init(_ name: String, _ type: String, isSensitive: Bool = false) {
        self.name = name
        self.type = type
        self.isSensitive = isSensitive
    }

    var slots: [ParameterSlot] {
        [
            ParameterSlot(
                name: name, type: type, isKeyword: true, isRequired: false, isRepeatable: false,
                valueCount: 2, isSensitive: isSensitive)
        ]
    }

    func take(_ request: inout Request) throws(Rejection) -> (V, W)? {
        var pair: (V, W)?
        try request.takeEach { (request: inout Request, index: Int) throws(Rejection) in
            let first = try request.decode(V.self, request.frame[index], name)
            pair = (first, try request.decode(W.self, request.frame[index + 1], name))
        }
        return pair
    }
}

/// How inline requests can be answered.
enum InlineDialect: UInt8, Vocabulary {
    case text = 1
    case json = 2
    case resp = 3

    var word: StaticString {
        switch self {
        case .text: "text"
        case .json: "json"
        case .resp: "resp"
        }
    }
}

/// A switch that this server takes note of and need not turn.
enum Switch: UInt8, Vocabulary {
    case on = 1
    case off = 2

    var word: StaticString {
        switch self {
        case .on: "on"
        case .off: "off"
        }
    }
}

/// Which replies a client may ask for; only all of them are served.
enum ReplyMode: UInt8, Vocabulary {
    case on = 1
    case off = 2
    case skip = 3

    var word: StaticString {
        switch self {
        case .on: "on"
        case .off: "off"
        case .skip: "skip"
        }
    }
}

/// Whether CLIENT KILL leaves the asking connection out.
enum YesOrNo: UInt8, Vocabulary {
    case yes = 1
    case no = 2

    var word: StaticString {
        switch self {
        case .yes: "yes"
        case .no: "no"
        }
    }
}

/// How a request that waits is answered when it is to wait no longer.
enum Unblocking: UInt8, Vocabulary {
    case timeout = 1
    case error = 2

    var word: StaticString {
        switch self {
        case .timeout: "timeout"
        case .error: "error"
        }
    }
}

/// What a client library may tell of itself.
enum LibraryAttribute: UInt8, Vocabulary {
    case name = 1
    case version = 2

    var word: StaticString {
        switch self {
        case .name: "lib-name"
        case .version: "lib-ver"
        }
    }
}
