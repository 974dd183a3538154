/// One load on a server of this machine, as small as wanted.
package enum LoadTrial {
    /// Sends one command, its numbers drawn, until there are so many replies.
    package static func run(
        _ words: [String], port: Int, requests: Int, connections: Int = 1, pipeline: Int = 1,
        dialect: Dialect = .resp2, rate: Double? = nil
    ) async throws -> Measurement {
        var target = Target(kind: .leadline, host: "127.0.0.1", port: port)
        target.dialect = dialect
        let workload = Workload(name: words[0], .template(CommandTemplate(words, dialect)))
        var style = LoadStyle()
        style.rate = rate
        let driver = try await LoadDriver.open(
            target, workload, LoadShape(connections: connections, pipeline: pipeline), style)
        do {
            let measurement = try await driver.measure(.requests(requests))
            await driver.close()
            return measurement
        } catch {
            await driver.close()
            throw error
        }
    }
}
