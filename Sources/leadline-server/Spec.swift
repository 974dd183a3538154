import ArgumentParser
import FoundationEssentials
import LeadlineEngine

/// Renews the generated files of `Protocol/`, or says which of them are stale.
struct Spec: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Exports the language of the server: commands, codes, flow and events.")

    @Flag(exclusivity: .exclusive, help: "Writes the files, or compares them.")
    var action: Action

    @Option(help: "Where the files are.")
    var dir = "Protocol"

    /// What is done with the files.
    enum Action: String, EnumerableFlag {
        case write
        case check
    }

    func run() throws {
        var stale: [String] = []
        for file in Specification.files() {
            let path = dir + "/" + file.path
            let content = Data(file.content.utf8)
            if (try? Data(contentsOf: URL(filePath: path))) == content { continue }
            stale.append(file.path)
            guard action == .write else { continue }
            do {
                try content.write(to: URL(filePath: path), options: .atomic)
            } catch {
                StandardError.write("cannot write \(path); is --dir right?")
                throw ExitStatus.cannotCreate
            }
        }
        let verb = action == .write ? "wrote" : "stale:"
        for name in stale { StandardOutput.write("\(verb) \(name)") }
        guard action == .write || stale.isEmpty else {
            StandardError.write("renew them with: leadline-server spec --write --dir \(dir)")
            throw ExitStatus.data
        }
    }
}
