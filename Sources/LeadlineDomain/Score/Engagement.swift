/// What has happened around a lead, counted.
package struct Engagement: Equatable, Sendable {
    /// How often something happened, and when last.
    package struct Tally: Equatable, Sendable {
        /// How often.
        package var count: UInt32

        /// When last; nil where it never happened.
        package var last: Timestamp?

        /// Counts what happened; by default nothing did.
        package init(count: UInt32 = 0, last: Timestamp? = nil) {
            self.count = count
            self.last = last
        }

        /// Counts once more.
        package mutating func add(at time: Timestamp) {
            if count < .max { count += 1 }
            last = time
        }
    }

    /// What NOTE said of it.
    package var remarks = Tally()

    /// How often the customer asked by a nurture link.
    package var quotes = Tally()

    /// Nothing has happened.
    package init() {}
}
