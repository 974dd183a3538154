import LeadlineDomain
import LeadlineWire

/// A pattern for names, as Redis reads one: `*` stands for any run of bytes, `?` for one,
/// `[ab]`, `[a-z]` and `[^a]` for one of some; a backslash takes the next byte as it is.
struct NamePattern: Sendable {
    /// What one place of the pattern stands for.
    private enum Element {
        case run
        case any
        case one(UInt8)
        case among([ClosedRange<UInt8>], isNegated: Bool)

        func fits(_ byte: UInt8) -> Bool {
            switch self {
            case .run: false
            case .any: true
            case .one(let wanted): wanted == byte
            case .among(let ranges, let isNegated):
                ranges.contains { $0.contains(byte) } != isNegated
            }
        }
    }

    private let elements: [Element]

    init(_ pattern: Text) {
        var rest = pattern.bytes
        var elements: [Element] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): elements.append(.run)
            case UInt8(ascii: "?"): elements.append(.any)
            case UInt8(ascii: "["): elements.append(Self.set(&rest))
            case UInt8(ascii: "\\"): elements.append(.one(rest.popFirst() ?? byte))
            default: elements.append(.one(byte))
            }
        }
        self.elements = elements
    }

    /// Whether the whole name fits; the time is bounded by the product of the lengths.
    func matches(_ name: String) -> Bool { matches(Bytes(name.utf8)) }

    /// Whether the whole name fits; the time is bounded by the product of the lengths.
    func matches(_ name: Bytes) -> Bool {
        var position = name.startIndex
        var place = 0
        // Where to go on when a run that `*` stands for turns out too short.
        var retry: (position: Int, place: Int)?
        while position < name.endIndex {
            if place < elements.count, case .run = elements[place] {
                place += 1
                retry = (position, place)
            } else if place < elements.count, elements[place].fits(name[position]) {
                position += 1
                place += 1
            } else if let last = retry {
                position = last.position + 1
                place = last.place
                retry = (position, place)
            } else {
                return false
            }
        }
        return elements[place...].allSatisfy { if case .run = $0 { true } else { false } }
    }

    /// Reads a set behind its `[`; one that is not closed goes to the pattern's end.
    private static func set(_ rest: inout Bytes) -> Element {
        var ranges: [ClosedRange<UInt8>] = []
        let isNegated = rest.first == UInt8(ascii: "^")
        if isNegated { rest.removeFirst() }
        while let byte = rest.popFirst(), byte != UInt8(ascii: "]") {
            let first = byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte
            guard rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first,
                last != UInt8(ascii: "]")
            else {
                ranges.append(first...first)
                continue
            }
            rest.removeFirst(2)
            ranges.append(min(first, last)...max(first, last))
        }
        return .among(ranges, isNegated: isNegated)
    }
}
