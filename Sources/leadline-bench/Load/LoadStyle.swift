/// What a load is like, apart from what it sends and over how many connections.
struct LoadStyle: Sendable {
    /// Event loops, each a thread.
    var threads = 1
    /// Random numbers in requests are below this.
    var random: UInt64 = 1_000_000
    /// What the random numbers begin with: the same again draw the same.
    var seed: UInt64 = 1
    /// Which keys are drawn how often.
    var keys = KeyDistribution.uniform
    /// Requests due in a second, whether or not there are replies; nil sends when a reply is there.
    var rate: Double?

    /// The numbers of one connection.
    func numbers(ofConnection number: Int) -> Numbers {
        Numbers(below: random, seed: seed &+ UInt64(number) << 32, keys: keys)
    }
}
