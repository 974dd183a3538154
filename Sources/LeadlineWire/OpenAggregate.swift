/// A RESP list, map or the like whose elements are being read.
struct OpenAggregate: Sendable {
    /// What the elements will make.
    enum Kind: Sendable {
        case array
        case set
        case map
        case push
        case attribute

        /// The kind that a type byte announces.
        init?(type: UInt8) {
            switch type {
            case UInt8(ascii: "*"): self = .array
            case UInt8(ascii: "~"): self = .set
            case UInt8(ascii: "%"): self = .map
            case UInt8(ascii: ">"): self = .push
            case UInt8(ascii: "|"): self = .attribute
            default: return nil
            }
        }
    }

    private let kind: Kind
    private let expectedCount: Int
    /// The elements read so far; a map's keys and values alternate.
    var elements: [RESPValue] = []

    /// An aggregate of `count` elements or entries.
    init(_ kind: Kind, count: Int) {
        self.kind = kind
        expectedCount = kind == .map || kind == .attribute ? count * 2 : count
    }

    /// Whether all elements have been read.
    var isComplete: Bool { elements.count == expectedCount }

    /// What the elements make; nil for an attribute, which only describes the value after it.
    var value: RESPValue? {
        switch kind {
        case .array: .array(elements)
        case .set: .set(elements)
        case .push: .push(elements)
        case .map:
            .map(
                stride(from: 0, to: elements.count, by: 2).map {
                    RESPEntry(key: elements[$0], value: elements[$0 + 1])
                })
        case .attribute: nil
        }
    }
}
