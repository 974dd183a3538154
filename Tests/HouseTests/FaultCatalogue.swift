/// What can go wrong, and what was promised of it: `Protocol/faults.txt`, as its head describes it.
struct FaultCatalogue {
    /// A fault, a guarantee or a threat.
    struct Item: Equatable {
        /// `57`, `G3` or `T5`.
        let id: String
        /// Whether the catalogue wants it in what every submission must pass.
        let isPerCommit: Bool
        let what: String
        /// What is expected; empty for a guarantee, which is one sentence.
        let outcome: String
        /// What is documented where that is something else.
        var here: String?
        /// Why no test shows it.
        var gap: String?
    }

    /// A heading with the items below it.
    struct Section {
        let title: String
        var items: [Item] = []
    }

    private(set) var sections: [Section] = []
    private(set) var findings: [Finding] = []

    var items: [Item] { sections.flatMap(\.items) }

    init(_ file: SourceFile) {
        for (index, line) in file.lines.enumerated() where !line.isEmpty && !line.hasPrefix("# ") {
            if !take(line) {
                findings.append(file.finding(index, "neither a heading nor an item: \(line)"))
            }
        }
    }

    private mutating func take(_ line: String) -> Bool {
        if line.hasPrefix("## ") {
            sections.append(Section(title: String(line.dropFirst(3))))
            return true
        }
        if let note = FaultCatalogue.note(line, "here") { return add(note) { $0.here = note.text } }
        if let note = FaultCatalogue.note(line, "gap") { return add(note) { $0.gap = note.text } }
        guard let item = FaultCatalogue.item(line), !sections.isEmpty,
            !items.contains(where: { $0.id == item.id })
        else { return false }
        sections[sections.count - 1].items.append(item)
        return true
    }

    /// Adds a note to the item above it.
    private mutating func add(
        _ note: (id: String, text: String), _ change: (inout Item) -> Void
    ) -> Bool {
        guard let section = sections.indices.last,
            let place = sections[section].items.firstIndex(where: { $0.id == note.id })
        else { return false }
        change(&sections[section].items[place])
        return true
    }

    /// The id and the text of a line `gap 12: text`.
    static func note(_ line: String, _ word: String) -> (id: String, text: String)? {
        guard line.hasPrefix(word + " "), let colon = line.firstRange(of: ": ") else { return nil }
        let id = line[..<colon.lowerBound].dropFirst(word.count + 1)
        return (String(id), String(line[colon.upperBound...]))
    }

    private static func item(_ line: String) -> Item? {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let word = parts.first else { return nil }
        let isPerCommit = word.hasSuffix("!")
        let id = isPerCommit ? String(word.dropLast()) : word
        guard isID(id) else { return nil }
        let sides = parts[1].firstRange(of: " → ")
        return Item(
            id: id, isPerCommit: isPerCommit,
            what: sides.map { String(parts[1][..<$0.lowerBound]) } ?? parts[1],
            outcome: sides.map { String(parts[1][$0.upperBound...]) } ?? "")
    }

    /// A number, perhaps behind the letter of its kind.
    static func isID(_ text: String) -> Bool {
        let digits = text.first == "G" || text.first == "T" ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.allSatisfy(\.isNumber)
    }
}
