import ArgumentParser
import FoundationEssentials

/// Compares two files of results.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Tell what changed between two files of results.",
        discussion: """
            OLD and NEW were written by `run --json` or `compare --json`. A figure is better or \
            worse when every round of one file is beyond every round of the other; what lies among \
            the others is within the spread. It takes three rounds of each to tell. Ends with 1 \
            when anything is worse.
            """)

    @Argument(help: "The file of before.")
    var old: String

    @Argument(help: "The file of now.")
    var new: String

    func run() throws {
        let diff = ResultDiff(try Self.read(old), try Self.read(new))
        StandardOutput.write(diff.text)
        if diff.isWorse { throw ExitCode.failure }
    }

    private static func read(_ path: String) throws -> ResultFile {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ValidationError("cannot read \(path)")
        }
        do {
            return try ResultFile(content)
        } catch {
            throw ValidationError("\(path) is not what run --json or compare --json prints")
        }
    }
}
