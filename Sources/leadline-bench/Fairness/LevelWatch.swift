/// Looks again and again how many files LevelDB has on the level where it begins to hold up writes.
struct LevelWatch {
    private static let interval = Duration.milliseconds(100)

    private let looking: Task<Int, Never>

    /// Begins to look.
    init(_ host: LeadlineHost) {
        looking = Task {
            var most = 0
            while !Task.isCancelled {
                // What cannot be seen just now is seen the next time.
                let files = try? await host.info()["l0_files"].flatMap { Int($0) }
                most = max(most, files ?? 0)
                try? await Task.sleep(for: Self.interval)
            }
            return most
        }
    }

    /// Ends it; answers the most files that there were.
    func end() async -> Int {
        looking.cancel()
        return await looking.value
    }
}
