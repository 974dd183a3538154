import ArgumentParser
import LeadlineClient

/// What the commands with live screens have in common: how they end when something fails.
enum LiveVerb {
    /// Connects, does the work, and ends with the status that says how it went.
    static func run(
        _ connection: ConnectionOptions, _ security: SecurityOptions,
        _ work: @Sendable (Destination, LeadlineClient) async throws -> SysExit
    ) async throws {
        var status = SysExit.ok
        do {
            let destination = try connection.destination(security)
            status = try await work(destination, try await destination.connect())
        } catch let refusal as ServerError {
            StandardStream.error.write("-\(Cell.escaped("\(refusal)"))\n")
            status = SysExit(refusal)
        } catch {
            StandardStream.error.write("leadline: \(Cell.escaped("\(error)"))\n")
            status = (error as? BulkFault)?.status ?? SysExit(error)
        }
        guard status == .ok else { throw ArgumentParser.ExitCode(status.rawValue) }
    }

    /// Prints something so many times, so many seconds apart; for ever when `times` is nil.
    static func `repeat`(
        _ times: Int?, every seconds: Double, _ work: (Int) async throws -> Void
    ) async throws {
        var count = 0
        while times.map({ count < $0 }) ?? true {
            if count > 0 { try await Task.sleep(for: .seconds(seconds)) }
            try await work(count)
            count += 1
        }
    }
}
