/// What valgrind's callgrind counted: instructions by what they belong to.
package struct CallgrindProfile: Sendable {
    /// All instructions.
    package private(set) var total: Int64 = 0
    /// Those of each part of the program, without what it calls.
    package private(set) var parts: [String: Int64] = [:]
    /// Those of each phase of a command, with what it calls.
    package private(set) var phases: [Cost.Phase: Int64] = [:]

    private init() {}

    /// Reads callgrind's file: a line for each function, below it those of its costs and its calls.
    package init(text: String) {
        var names = Names()
        var object = ""
        var part = ""
        var called: Cost.Phase?
        var isCall = false
        for line in text.split(separator: "\n") {
            if let cost = Self.cost(of: line) {
                if isCall {
                    if let called { phases[called, default: 0] += cost }
                } else {
                    parts[part, default: 0] += cost
                    total += cost
                }
                isCall = false
                continue
            }
            guard let sign = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: sign)...]
            switch line[..<sign] {
            case "ob": object = names.name(value, of: "object")
            case "cob": _ = names.name(value, of: "object")
            case "fn": part = CallgrindPart.name(of: names.name(value, of: "function"), in: object)
            case "cfn":
                let name = names.name(value, of: "function")
                called = Cost.Phase.allCases.first { name.contains($0.symbol) }
            case "calls": isCall = true
            default: break
            }
        }
    }

    /// What so many commands more have cost, each.
    func perCommand(since before: CallgrindProfile, _ commands: Int) -> CallgrindProfile {
        var difference = CallgrindProfile()
        let count = Int64(commands)
        difference.total = (total - before.total) / count
        difference.parts = parts.merging(before.parts.mapValues { -$0 }, uniquingKeysWith: +)
            .mapValues { $0 / count }
        difference.phases = phases.merging(before.phases.mapValues { -$0 }, uniquingKeysWith: +)
            .mapValues { $0 / count }
        return difference
    }

    /// The second number of a line that begins with a place in the source; nil for others.
    private static func cost(of line: Substring) -> Int64? {
        guard let first = line.utf8.first,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || "+-*".utf8.contains(first)
        else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0
    }

    /// A name is written once behind its number; from then on the number stands for it.
    private struct Names {
        private var known: [String: [Substring: String]] = [:]

        mutating func name(_ text: Substring, of kind: String) -> String {
            let end = text.firstIndex(of: ")") ?? text.startIndex
            let rest = text[end...].dropFirst().drop { $0 == " " }
            if !rest.isEmpty { known[kind, default: [:]][text[..<end]] = String(rest) }
            return known[kind]?[text[..<end]] ?? ""
        }
    }
}
