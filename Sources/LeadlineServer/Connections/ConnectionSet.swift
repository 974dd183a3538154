/// The connections of one loop by their number, in parts that can be looked through one at a time:
/// ten thousand in one go would keep the loop from its requests.
struct ConnectionSet {
    /// How many parts there are.
    static let partCount = 16

    private var parts: [[UInt64: ConnectionHandler]] = Array(repeating: [:], count: partCount)

    /// Whether there is none.
    var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    /// All of them, as they are now.
    var all: [ConnectionHandler] { parts.flatMap(\.values) }

    /// Those of one part, in turn.
    func part(_ turn: Int) -> some Collection<ConnectionHandler> {
        parts[turn % Self.partCount].values
    }

    /// The connection of that number.
    subscript(number: UInt64) -> ConnectionHandler? {
        get { parts[Self.part(of: number)][number] }
        set { parts[Self.part(of: number)][number] = newValue }
    }

    private static func part(of number: UInt64) -> Int {
        Int(truncatingIfNeeded: number) & (partCount - 1)
    }
}
