/// Median, least and greatest of some numbers.
package struct Spread: Sendable, Equatable {
    /// The middle one, or the mean of the middle two; 0 of none.
    package let median: Double
    /// The least; 0 of none.
    package let least: Double
    /// The greatest; 0 of none.
    package let greatest: Double

    /// Sums up the numbers.
    package init(_ values: [Double]) {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        least = sorted.first ?? 0
        greatest = sorted.last ?? 0
        if sorted.isEmpty {
            median = 0
        } else if sorted.count.isMultiple(of: 2) {
            median = (sorted[middle - 1] + sorted[middle]) / 2
        } else {
            median = sorted[middle]
        }
    }
}
