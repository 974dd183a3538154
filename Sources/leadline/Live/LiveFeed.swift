import LeadlineClient

/// Reads what a live screen shows again and again, over lost connections.
struct LiveFeed<Model: Sendable>: Sendable {
    /// How a connection is made.
    let connect: @Sendable () async throws(BulkFault) -> LeadlineClient
    /// Seconds between two readings.
    let seconds: Double
    /// Reads the next model, given the one before.
    let read: @Sendable (LeadlineClient, Model) async throws -> Model

    /// How long a server that is away is left alone, at first and at most.
    private static var pauseMillisecondsMin: Int { 100 }
    private static var pauseMillisecondsMax: Int { 2000 }

    /// Reads until the task is cancelled or the login is refused.
    func run(_ first: LeadlineClient, _ box: LiveBox<Model>) async {
        var client = first
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(seconds))
                let model = try await read(client, box.current.model)
                box.change { state in
                    state.model = model
                    state.readAt = SignalPipe.now
                    state.lost = nil
                }
            } catch is CancellationError {
                return
            } catch {
                let reason = (error as? ConnectionError)?.reason ?? "\(error)"
                box.change { $0.lost = reason }
                await client.close()
                guard let next = await again(box) else { return }
                client = next
            }
        }
    }

    private func again(_ box: LiveBox<Model>) async -> LeadlineClient? {
        var pause = Self.pauseMillisecondsMin
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(pause))
            pause = min(Self.pauseMillisecondsMax, pause * 2)
            do throws(BulkFault) {
                return try await connect()
            } catch {
                // Only a refused login will not become better by waiting.
                guard error.status == .notAllowed else { continue }
                box.change { $0.fault = error }
                return nil
            }
        }
        return nil
    }
}
