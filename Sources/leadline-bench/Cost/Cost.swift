import CAllocationCount
import LeadlineEngine
import LeadlineStore
import NIOCore

/// What a number of equal commands cost together.
package struct Cost: Sendable {
    /// One step of a command's way through the server.
    package enum Phase: Int, CaseIterable, Sendable {
        case framing
        case matching
        case execution
        case commit

        /// How the report names it.
        var name: String {
            switch self {
            case .framing: "framing"
            case .matching: "lookup, role, arity"
            case .execution: "execution"
            case .commit: "commit"
            }
        }

        /// What the mangled name of the function holds that does it and nothing else.
        var symbol: String {
            switch self {
            case .framing: "7CostRunC5frame"
            case .matching: "7CostRunC5match"
            case .execution: "7CostRunC7execute"
            case .commit: "7CostRunC6commit"
            }
        }
    }

    /// What one entry held: mutations, and bytes of keys and values, of events apart.
    package struct Written: Sendable {
        /// How many commands made it.
        package let commands: Int
        /// All its mutations.
        package let mutations: Int
        /// All their bytes.
        package let bytes: Int
        /// The bytes of the events' rows and of what they are found by.
        package let eventBytes: Int
    }

    /// How many commands were measured.
    package private(set) var commands = 0
    /// What the first entry held; nil when nothing was written.
    package private(set) var written: Written?
    private var allocations = [UInt64](repeating: 0, count: Phase.allCases.count)
    private var nanoseconds = [UInt64](repeating: 0, count: Phase.allCases.count)

    /// Heap allocations of all the commands in one phase.
    package func allocations(in phase: Phase) -> UInt64 { allocations[phase.rawValue] }

    /// Heap allocations of one command; nil without commands.
    var allocationsPerCommand: Double? {
        commands == 0 ? nil : Double(allocations.reduce(0, +)) / Double(commands)
    }

    /// Counts another command.
    mutating func countCommand() { commands += 1 }

    /// Takes the entry of all the commands so far for a sample.
    mutating func sample(_ entry: Entry) {
        let all = entry.size()
        let events = entry.size(ofTags: Schema.eventTags)
        written = Written(
            commands: commands, mutations: all.mutations, bytes: all.bytes,
            eventBytes: events.bytes)
    }

    /// Runs one phase of one command and adds what it costs.
    mutating func measure<T>(_ phase: Phase, _ body: () throws -> T) rethrows -> T {
        let countBefore = allocation_count()
        let start = NIODeadline.now().uptimeNanoseconds
        let result = try body()
        nanoseconds[phase.rawValue] += NIODeadline.now().uptimeNanoseconds - start
        allocations[phase.rawValue] += allocation_count() - countBefore
        return result
    }

    /// The figures of one command, as lines.
    func text(named name: String, _ times: String) -> String {
        let count = Double(max(commands, 1))
        var lines = ["\(name) (\(times))"]
        if let written {
            let makers = Double(written.commands)
            let mutations = decimal(Double(written.mutations) / makers, 1)
            let bytes = decimal(Double(written.bytes) / makers, 0)
            let events = decimal(Double(written.eventBytes) / makers, 0)
            lines.append("  \(mutations) mutations, \(bytes) bytes, of which event \(events)")
        }
        var sums = (allocations: 0.0, microseconds: 0.0)
        for phase in Phase.allCases where nanoseconds[phase.rawValue] > 0 {
            let allocated = Double(allocations[phase.rawValue]) / count
            let microseconds = Double(nanoseconds[phase.rawValue]) / count / 1000
            lines.append(Self.line(phase.name, allocated, microseconds))
            sums = (sums.allocations + allocated, sums.microseconds + microseconds)
        }
        lines.append(Self.line("together", sums.allocations, sums.microseconds))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(
        _ name: String, _ allocations: Double, _ microseconds: Double
    ) -> String {
        let padded = name + String(repeating: " ", count: max(0, 22 - name.utf8.count))
        return "  \(padded)\(decimal(allocations, 2)) allocations  \(decimal(microseconds, 2)) µs"
    }
}
