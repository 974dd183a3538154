import NIOCore

/// Commands that are on their way, and the place where their replies arrive.
package struct PendingReplies: Sendable {
    let promise: EventLoopPromise<[Reply]>

    /// Waits for all the replies, in the order of the commands.
    ///
    /// A refused command's place holds `Reply.error`. Throws `ConnectionError` when a reply is
    /// missing; its `replies` holds those that came.
    package func all() async throws -> [Reply] {
        try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            // The reply still comes and is dropped in its turn; a promise keeps its first result.
            promise.fail(ConnectionError(.cancelled, "cancelled"))
        }
    }
}
