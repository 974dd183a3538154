import Synchronization

/// Where the numbers in requests come from: one source per connection.
package struct Numbers: Sendable {
    /// Numbers that no two requests of the process share.
    private static let sequence = Atomic<UInt64>(1)

    private let bound: UInt64
    private var state: UInt64

    /// Makes a source of random numbers below `bound`, which is positive.
    package init(below bound: UInt64, seed: UInt64) {
        self.bound = bound
        state = seed
    }

    /// A number never given out before by this process.
    package func next() -> UInt64 {
        Self.sequence.wrappingAdd(1, ordering: .relaxed).oldValue
    }

    /// A number below the bound (SplitMix64; the system's generator costs a system call each).
    package mutating func random() -> UInt64 { word() % bound }

    /// An index below `count`, which is positive.
    mutating func index(below count: Int) -> Int { Int(word() % UInt64(count)) }

    private mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
