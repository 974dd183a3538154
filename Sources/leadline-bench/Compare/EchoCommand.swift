import ArgumentParser

/// The process behind "loopback alone", which a comparison starts.
struct EchoCommand: ParsableCommand {
    /// How it is started.
    static let name = "echo"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Answer every request with as many bytes as were asked for.",
        shouldDisplay: false)

    func run() throws {
        let server = try EchoServer()
        StandardOutput.write("\(server.port)\n")
        try server.run()
    }
}
