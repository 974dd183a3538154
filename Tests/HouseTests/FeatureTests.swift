import Foundation
import Testing

/// The page that says of each capability where it is shown.
struct FeaturePage {
    /// A row: what it is about, and what it names in its last cell.
    struct Row: Equatable {
        let line: Int
        let capability: String
        let places: [String]
    }

    let rows: [Row]

    init(_ file: SourceFile) {
        rows = file.lines.enumerated().compactMap { index, line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("| "), cells.count == 5, cells[1] != "capability",
                cells[1] != "---"
            else { return nil }
            let parts = cells[3].split(separator: "`", omittingEmptySubsequences: false)
            let places = parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
            return Row(line: index, capability: cells[1], places: places)
        }
    }

    /// Rows that name nothing, and names of nothing there is; a place is `file.txt: title` or a
    /// path.
    func findings(_ page: SourceFile, cases: [String: Set<String>], paths: Set<String>)
        -> [Finding]
    {
        rows.flatMap { row -> [Finding] in
            guard !row.places.isEmpty else {
                return [page.finding(row.line, "\(row.capability): nothing shows it")]
            }
            return row.places.filter { place in
                guard let mark = place.firstRange(of: ": ") else { return !paths.contains(place) }
                let titles = cases[String(place[..<mark.lowerBound])]
                return titles?.contains(String(place[mark.upperBound...])) != true
            }.map { page.finding(row.line, "there is no '\($0)'") }
        }
    }

    /// The titles of the cases of each file of vectors.
    static func cases(_ files: [SourceFile]) -> [String: Set<String>] {
        let vectors = files.filter { $0.path.hasPrefix("Protocol/vectors/") }
        return Dictionary(
            uniqueKeysWithValues: vectors.map { file in
                let name = String(file.path.split(separator: "/").last ?? "")
                let titles = file.lines.filter { $0.hasPrefix("=== ") }.map { $0.dropFirst(4) }
                return (name, Set(titles.map(String.init)))
            })
    }
}

@Suite("Features") struct FeatureTests {
    @Test("what the page of features names is there")
    func tree() throws {
        let house = Tree.house
        let file = try #require(house.files.first { $0.path == "Protocol/FEATURES.md" })
        let page = FeaturePage(file)
        #expect(page.rows.count > 60)
        expectNone(
            page.findings(
                file, cases: FeaturePage.cases(house.files),
                paths: Set(house.files.map(\.path))))
    }

    @Test("a row that shows nothing, a title and a path that are gone are found")
    func finds() {
        let text = """
            | capability | Leadline | shown in |
            | --- | --- | --- |
            | a | b | `a.txt: one`, `Tests/A.swift` |
            | c | d |  |
            | e | f | `a.txt: two`, `b.txt: one`, `Tests/B.swift` |
            """
        let file = SourceFile(path: "Protocol/FEATURES.md", text: text)
        let vector = SourceFile(path: "Protocol/vectors/a.txt", text: "=== one\n> PING\n")
        let findings = FeaturePage(file).findings(
            file, cases: FeaturePage.cases([vector]), paths: ["Tests/A.swift"])
        #expect(findings.map(\.line) == [4, 5, 5, 5])
    }
}
