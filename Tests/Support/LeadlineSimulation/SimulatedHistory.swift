import LeadlineEngine
package import LeadlineStore

/// One history of a simulated house with what was found at its end.
package struct SimulatedHistory: Sendable {
    /// What settings and steps were drawn from.
    package let seed: UInt64
    /// What happened, in order.
    package let steps: [Step]
    /// What does not hold; empty when all is well.
    package let faults: [String]
    /// How many requests were executed.
    package let requestCount: Int
    /// How often what happened.
    package let census: Census

    /// The kind of the first fault: what stands before its colon.
    package var faultKind: String? { faults.first.map { String($0.prefix { $0 != ":" }) } }

    /// Whether the disk says of an entry that it is there and has not written it: a planted fault.
    package typealias Lies = @Sendable (Entry) -> Bool

    /// Tells a random history of so many days.
    ///
    /// - Parameters:
    ///   - seed: What everything is drawn from: the same history for the same seed.
    ///   - days: Days of 24 hours, without those in which nobody is there.
    ///   - isSynced: Whether commits wait for the disk.
    ///   - lies: A fault to plant.
    /// - Throws: What the store says when it cannot be opened.
    package init(
        seed: UInt64, days: Int, isSynced: Bool = false, lies: Lies? = nil
    ) throws {
        let house = try SimulatedHouse(
            Self.settings(seed), durability: isSynced ? .always : .os, lies: lies)
        var scheduler = Scheduler(seed: seed, house)
        try scheduler.run(days: days)
        try self.init(seed, scheduler.steps, house)
    }

    /// Tells a history again, or a part of it.
    ///
    /// - Parameters:
    ///   - steps: What happens.
    ///   - seed: What the settings are drawn from.
    ///   - lies: A fault to plant.
    /// - Throws: What the store says when it cannot be opened.
    package init(of steps: [Step], seed: UInt64, lies: Lies? = nil) throws {
        let house = try SimulatedHouse(Self.settings(seed), lies: lies)
        for step in steps where house.faults.isEmpty { try house.perform(step) }
        try self.init(seed, steps, house)
    }

    private init(_ seed: UInt64, _ steps: [Step], _ house: SimulatedHouse) throws {
        self.seed = seed
        self.steps = steps
        faults =
            house.faults.isEmpty ? try Inspector(house).faults(seed) : house.faults
        requestCount = house.requestCount
        census = house.census
    }

    /// The shortest history that was found to fail in the same way.
    ///
    /// - Parameters:
    ///   - triesMax: How many histories are told to find it.
    ///   - lies: The fault that was planted.
    /// - Returns: That history; itself when nothing failed.
    /// - Throws: What the store says when it cannot be opened.
    package func shrunk(triesMax: Int = 400, lies: Lies? = nil) throws -> SimulatedHistory {
        guard let kind = faultKind else { return self }
        var shrinker = Shrinker(triesMax: triesMax)
        let steps = try shrinker.shrink(steps) { steps in
            let told = try SimulatedHistory(of: steps, seed: seed, lies: lies)
            return told.faultKind == kind
        }
        return try SimulatedHistory(of: steps, seed: seed, lies: lies)
    }

    /// Slots of commands that no words are known for: every new type needs some.
    package static var unknownSlots: [String] { Sampler().unknownSlots() }

    private static func settings(_ seed: UInt64) -> Settings {
        var random = SimulationRandom(seed: seed ^ 0x5e77_1265)
        var settings = Settings()
        settings.autorelease = random.once(in: 2)
        settings.isSignupOpen = random.once(in: 2)
        settings.masksUntilAccepted = random.once(in: 2)
        settings.areServicesClosed = random.once(in: 4)
        settings.requiresTaxForm = random.once(in: 6)
        return settings
    }
}
