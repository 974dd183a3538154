/// What a command asked of the process around the engine: to stop.
///
/// The engine has no process to end; whoever serves it waits here and stops as for SIGTERM.
package struct StopWish: Sendable {
    private let wishes: AsyncStream<String>
    private let wish: AsyncStream<String>.Continuation

    init() {
        (wishes, wish) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks for it in a user's name; again changes nothing.
    func ask(by user: String) { wish.yield(user) }

    /// Returns who asked for it, once somebody has, or nil when the task is cancelled; for one
    /// waiting task.
    package func asked() async -> String? {
        for await user in wishes { return user }
        return nil
    }
}
