import Foundation
import Testing
import leadline_bench

/// Whether this is a release build: only optimised code is asked to allocate nothing.
private let isOptimized: Bool = {
    #if DEBUG
        false
    #else
        true
    #endif
}()

@Suite("Cost")
struct CostTests {
    private func run(_ body: (CostRun) throws -> Cost) throws -> Cost {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "leadline-cost-test-\(UUID().uuidString)").path
        defer {
            // A folder that stays behind in the temporary one is no failure of the test.
            try? FileManager.default.removeItem(atPath: directory)
        }
        let run = try CostRun(directory: directory)
        defer { run.close() }
        return try body(run)
    }

    @Test("Framing, lookup, role and arity of a write allocate nothing", .enabled(if: isOptimized))
    func theWayToAWriteAllocatesNothing() throws {
        let cost = try run { try $0.makeLeads(64, perGroup: 16) }
        #expect(cost.commands == 64)
        #expect(cost.allocations(in: .framing) == 0)
        #expect(cost.allocations(in: .matching) == 0)
        // The counter counts: a new lead cannot be made of nothing.
        #expect(cost.allocations(in: .execution) > 0)
    }

    @Test("Framing, lookup, role and arity of a read allocate nothing", .enabled(if: isOptimized))
    func theWayToAReadAllocatesNothing() throws {
        let cost = try run { try $0.getLeads(64) }
        #expect(cost.commands == 64)
        #expect(cost.allocations(in: .framing) == 0)
        #expect(cost.allocations(in: .matching) == 0)
        // Nor does the reading itself.
        #expect(cost.allocations(in: .execution) == 0)
    }

    @Test("What an entry holds is counted per command that made it")
    func anEntryIsCounted() throws {
        let written = try #require(try run { try $0.makeLeads(8, perGroup: 4) }.written)
        #expect(written.commands == 4)
        // A lead, its event with two rows beside it, and what both are found by.
        #expect(written.mutations > 4 * 4)
        #expect(written.eventBytes > 0)
        #expect(written.bytes > written.eventBytes)
    }
}
