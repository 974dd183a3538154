/// What `INFO` answers: lines `name:value`.
package struct InfoText: Sendable {
    private let lines: [Substring]

    /// Takes the reply's text.
    package init(_ text: String) { lines = text.split { $0.isNewline } }

    /// The value of a line; nil when there is none of that name.
    package subscript(name: String) -> String? {
        lines.first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.utf8.count + 1)) }
    }

    /// How often Redis called any of the commands, by `INFO commandstats`.
    package func calls(of commands: Set<String>) -> Int {
        commands.reduce(0) { sum, command in
            let line = self["cmdstat_\(command)"] ?? ""
            guard line.hasPrefix("calls=") else { return sum }
            return sum + (Int(line.dropFirst("calls=".count).prefix { $0.isNumber }) ?? 0)
        }
    }
}
