import LeadlineDomain
import LeadlineWire

/// A channel, or a pattern of channels in which `*`, `?`, `[…]` and `\` mean what they do in
/// Redis.
///
/// Any name may be subscribed to; only a type of event ever carries anything.
struct ChannelName: Argument {
    static var typeName: String { "channel" }
    static var bytesMax: Int { EngineLimits.channelBytesMax }
    static var isText: Bool { false }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(Array(argument)) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// One confirmation for each channel, as Redis's clients count them; in TEXT and JSON one reply
/// with the number of subscriptions that are held now.
struct Confirmations: ReplyValue {
    static let shape = ReplyShape(.any)
    private let verb: StaticString
    private var entries: [(name: Text?, count: Int)] = []

    init(_ verb: StaticString) { self.verb = verb }

    var isEmpty: Bool { entries.isEmpty }

    /// Confirms a channel, or that there was none; `count` subscriptions are held after it.
    mutating func add(_ name: Text?, _ count: Int) { entries.append((name, count)) }

    func write(to reply: inout ReplyWriter) {
        let held = entries.last?.count ?? 0
        switch reply.format {
        case .resp2, .resp3:
            for entry in entries {
                reply.beginPush(verb, 2)
                if let name = entry.name { reply.string(name.bytes) } else { reply.null() }
                reply.integer(Int64(entry.count))
                reply.endPush()
            }
        case .text: reply.status(bytes: Bytes("OK \(held)".utf8))
        case .json, .canonical: reply.integer(Int64(held))
        }
    }
}

/// Channels with the number of their subscribers: in RESP a flat list in both versions, as Redis
/// answers it, a map elsewhere.
struct SubscriberCounts: ReplyValue {
    static let shape = ReplyShape(.map)
    let counts: [(channel: Text, count: Int64)]

    func write(to reply: inout ReplyWriter) {
        switch reply.format {
        case .resp2, .resp3:
            reply.beginList(counts.count * 2)
            for entry in counts {
                reply.string(entry.channel.bytes)
                reply.integer(entry.count)
            }
            reply.endList()
        case .text, .json, .canonical:
            reply.beginMap(counts.count)
            for entry in counts {
                reply.key(bytes: entry.channel.bytes)
                reply.integer(entry.count)
            }
            reply.endMap()
        }
    }
}

/// A list of texts.
struct TextList: ReplyValue {
    static let shape = ReplyShape(.list)
    let texts: [Text]

    func write(to reply: inout ReplyWriter) {
        reply.beginList(texts.count)
        for text in texts { reply.stringOrBinary(text.bytes) }
        reply.endList()
    }
}
