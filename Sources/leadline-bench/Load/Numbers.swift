import Synchronization

/// Where the numbers in requests come from: one source per connection.
package struct Numbers: Sendable {
    /// Numbers that no two requests of the process share.
    private static let sequence = Atomic<UInt64>(1)

    private let bound: UInt64
    private let keys: KeyDistribution
    private var state: UInt64
    /// One for each number of keys that was drawn from; there are few.
    private var samplers: [ZipfSampler] = []

    /// Makes a source of random numbers below `bound`, which is positive.
    package init(below bound: UInt64, seed: UInt64, keys: KeyDistribution = .uniform) {
        self.bound = bound
        self.keys = keys
        state = seed
    }

    /// A number never given out before by this process.
    package func next() -> UInt64 {
        Self.sequence.wrappingAdd(1, ordering: .relaxed).oldValue
    }

    /// A key below the bound.
    package mutating func random() -> UInt64 { key(below: bound) }

    /// The index of a key below `count`, which is positive.
    package mutating func index(below count: Int) -> Int { Int(key(below: UInt64(count))) }

    /// A number below `count`, which is positive, each as likely.
    mutating func ticket(below count: Int) -> Int { Int(word() % UInt64(count)) }

    private mutating func key(below count: UInt64) -> UInt64 {
        guard case .zipf(let exponent) = keys, count > 1 else { return word() % count }
        let sampler: ZipfSampler
        if let known = samplers.first(where: { $0.count == count }) {
            sampler = known
        } else {
            sampler = ZipfSampler(count: count, exponent: exponent)
            samplers.append(sampler)
        }
        // 53 bits of a word are a number from 0 up to 1.
        return sampler.index { Double(word() >> 11) / 0x1p53 }
    }

    /// SplitMix64; the system's generator costs a system call each.
    private mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
