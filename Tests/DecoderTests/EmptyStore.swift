import Foundation
import LeadlineDomain
import LeadlineStore

@testable import LeadlineEngine

/// An engine over an empty store in a temporary folder, its clock standing; nothing is committed
/// to it.
final class EmptyStore: Sendable {
    static let shared = EmptyStore()

    let engine: Engine
    private let path: String

    private init() {
        // One for each process; what a killed fuzzer leaves behind is a few kilobytes.
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "leadline-decoders-\(UUID().uuidString)").path
        let options = StoreOptions(
            path: path, durability: .os, freeBytesMin: 0, freePercentMin: 0)
        do {
            engine = Engine(
                store: try Store.open(options),
                clock: Clock(standingAt: Timestamp(milliseconds: 1_795_280_400_000)))
        } catch {
            preconditionFailure("no store at \(path): \(error)")
        }
        atexit { try? FileManager.default.removeItem(atPath: EmptyStore.shared.path) }
    }
}
