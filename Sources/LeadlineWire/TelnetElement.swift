/// What stands first in the bytes of a line that telnet may have sent (RFC 854).
enum TelnetElement: Equatable {
    /// The sequence is not whole yet.
    case cut
    /// A byte of the line.
    case text(UInt8)
    /// An escaped FF, which belongs to the line and makes it invalid UTF-8.
    case literal
    /// Interrupt process or break: what has been typed of the line is void.
    case interrupt
    /// A person asks whether the server still lives.
    case areYouThere
    /// A demand, an offer or a refusal.
    case option(verb: UInt8, option: UInt8)
    /// What comes up to its end is not for us.
    case subnegotiationBegin
    /// Bytes within a subnegotiation, and how many.
    case subnegotiated(Int)
    /// The line goes on.
    case subnegotiationEnd
    /// A command without an answer, such as no-operation.
    case other

    /// Recognises the element that `bytes` begin with; three bytes always suffice.
    init(_ bytes: Slice<UnsafeMutableRawBufferPointer>, _ isSubnegotiating: Bool) {
        guard let first = bytes.first, first == LineScanner.interpretAsCommand else {
            self = bytes.first.map { isSubnegotiating ? .subnegotiated(1) : .text($0) } ?? .cut
            return
        }
        guard let code = bytes.dropFirst().first else {
            self = .cut
            return
        }
        switch (code, isSubnegotiating) {
        case (0xF0, true): self = .subnegotiationEnd
        case (_, true): self = .subnegotiated(2)
        case (0xF3, _), (0xF4, _): self = .interrupt
        case (0xF6, _): self = .areYouThere
        case (0xFA, _): self = .subnegotiationBegin
        case (0xFB...0xFE, _):
            self = bytes.dropFirst(2).first.map { .option(verb: code, option: $0) } ?? .cut
        case (0xFF, _): self = .literal
        case (0xF0..., _): self = .other
        // No telnet command: the FF stays where it is and makes the line invalid UTF-8.
        default: self = .text(first)
        }
    }

    /// How many bytes it takes, nil while it is cut.
    var byteCount: Int? {
        switch self {
        case .cut: nil
        case .text: 1
        case .subnegotiated(let count): count
        case .option: 3
        default: 2
        }
    }

    /// The byte that it adds to the line.
    var textByte: UInt8? {
        switch self {
        case .text(let byte): byte
        case .literal: LineScanner.interpretAsCommand
        default: nil
        }
    }
}

/// The telnet options that have been refused on a connection.
struct TelnetOptions: Sendable {
    private var refused: Set<UInt16> = []

    private static let timingMark: UInt8 = 6
    private static let will: UInt8 = 0xFB
    private static let wont: UInt8 = 0xFC
    private static let doIt: UInt8 = 0xFD
    private static let dont: UInt8 = 0xFE

    /// The answer to an offer or a demand: no, once for each.
    ///
    /// Answering each time would let two peers refuse each other for ever. The timing mark is
    /// granted every time: telnet discards all output after Ctrl-C until then.
    mutating func answer(_ verb: UInt8, _ option: UInt8) -> [UInt8] {
        if verb == Self.doIt, option == Self.timingMark {
            return [LineScanner.interpretAsCommand, Self.will, option]
        }
        guard verb == Self.doIt || verb == Self.will else { return [] }
        guard refused.insert(UInt16(verb) << 8 | UInt16(option)).inserted else { return [] }
        let refusal = verb == Self.doIt ? Self.wont : Self.dont
        return [LineScanner.interpretAsCommand, refusal, option]
    }
}
