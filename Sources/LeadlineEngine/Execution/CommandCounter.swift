package import Synchronization

/// What is counted of one command of the table.
package final class CommandCounter: Sendable {
    /// Time spent in it.
    package let nanoseconds = Atomic<Int>(0)
    /// Calls that were answered with an error.
    package let failures = Atomic<Int>(0)
    /// Requests that were refused before they ran: wrong words, or a role that may not.
    package let rejections = Atomic<Int>(0)
    /// Per power of two of microseconds: calls that took at most as long.
    private let buckets = InlineArray<24, Atomic<Int>> { _ in Atomic(0) }

    init() {}

    /// Counts a call by the time that it took.
    @inline(__always)
    func spent(_ time: Int) {
        nanoseconds.add(time, ordering: .relaxed)
        buckets[Self.bucket(time)].add(1, ordering: .relaxed)
    }

    /// The bucket whose bound, 2 to its power in microseconds, is the least that is not exceeded.
    @inline(__always)
    static func bucket(_ nanoseconds: Int) -> Int {
        let beyond = UInt(max(1, nanoseconds) - 1) / 1000
        return min(Int.bitWidth - beyond.leadingZeroBitCount, 23)
    }

    /// Calls that ran, with whatever outcome.
    package var calls: Int { histogram.reduce(0) { $0 + $1.count } }

    /// The buckets that are not empty: the bound in microseconds and how many calls are in it.
    var histogram: [(microseconds: Int, count: Int)] {
        buckets.indices.compactMap { index in
            let count = buckets[index].load(ordering: .relaxed)
            return count == 0 ? nil : (1 << index, count)
        }
    }

    func reset() {
        nanoseconds.store(0, ordering: .relaxed)
        failures.store(0, ordering: .relaxed)
        rejections.store(0, ordering: .relaxed)
        for index in buckets.indices { buckets[index].store(0, ordering: .relaxed) }
    }
}
