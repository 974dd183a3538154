/// The pages that say which test shows what of the catalogue.
struct FaultPage {
    let catalogue: FaultCatalogue
    let marks: [FaultMark]

    /// Items without a test and without a word why, or with none in what every submission must pass
    /// though they belong there; gaps that a test has filled; marks of nothing.
    func findings(_ file: SourceFile) -> [Finding] {
        let shown = Set(marks.flatMap(\.ids))
        let known = Set(catalogue.items.map(\.id))
        let missing = catalogue.items.filter { !shown.contains($0.id) && $0.gap == nil }
        let prompt = Set(marks.filter { !$0.isFull }.flatMap(\.ids))
        let late = catalogue.items.filter {
            $0.isPerCommit && shown.contains($0.id) && !prompt.contains($0.id)
        }
        let filled = catalogue.items.filter { shown.contains($0.id) && $0.gap != nil }
        return missing.map {
            file.finding(0, "nothing shows \($0.id): mark its test, or write `gap \($0.id): why`")
        }
            + late.map {
                file.finding(0, "what shows \($0.id) waits for a flag; each submission has to")
            }
            + filled.map { file.finding(0, "a test shows \($0.id): take its gap away") }
            + marks.filter { !known.isSuperset(of: $0.ids) }.map {
                Finding(path: $0.path, line: $0.line + 1, message: "the catalogue has no such item")
            }
    }

    /// The page of faults and threats.
    var faults: String {
        let listed = catalogue.sections.filter { $0.items.first?.id.first != "G" }
        let sections = listed.map { section in
            let rows = section.items.map(row)
            return "## \(section.title)\n\n| no. | fault | expected | shown by |\n"
                + "| --- | --- | --- | --- |\n" + rows.joined(separator: "\n") + "\n"
        }
        return FaultPage.head + summary + "\n" + sections.joined(separator: "\n")
    }

    private static let head = """
        # What can go wrong, and which test shows what happens then

        Printed from [faults.txt](faults.txt) and from the marks above the tests
        (`// Fault 57: …`): change those, then run
        `LEADLINE_WRITE=1 swift test --filter FaultTests`. A number with `!` belongs to what every
        submission must pass. *Here* is what this server is documented to do where the catalogue,
        which is older, expected something else. *--full* runs take long and are not among those
        of a submission.


        """

    private var summary: String {
        let numbers = catalogue.items.filter { $0.id.allSatisfy(\.isNumber) }
        let threats = catalogue.items.filter { $0.id.first == "T" }
        return "\(count(numbers, "faults")) and \(count(threats, "threats")) are shown by a test.\n"
    }

    private func count(_ items: [FaultCatalogue.Item], _ name: String) -> String {
        let shown = items.filter { item in marks.contains { $0.ids.contains(item.id) } }.count
        return "\(shown) of \(items.count) \(name)"
    }

    private func row(_ item: FaultCatalogue.Item) -> String {
        let here = item.here.map { "<br>*Here:* \($0)" } ?? ""
        let cells = [
            item.id + (item.isPerCommit ? "!" : ""), item.what, item.outcome + here, shown(item),
        ]
        return "| " + cells.map(FaultPage.cell).joined(separator: " | ") + " |"
    }

    private func shown(_ item: FaultCatalogue.Item) -> String {
        if let gap = item.gap { return "**Not shown:** \(gap)" }
        return lines(of: item.id).joined(separator: "<br>")
    }

    /// A line for each test of an item, those of every submission first.
    private func lines(of id: String) -> [String] {
        let own = marks.filter { $0.ids.contains(id) }
        return (own.filter { !$0.isFull } + own.filter(\.isFull)).map { mark in
            let name = mark.path.split(separator: "/").last.map(String.init) ?? mark.path
            let test = mark.test.isEmpty ? "" : " `\(mark.test)`"
            let flag = mark.isFull ? ", --full" : ""
            return "\(mark.words) ([\(name)](../\(mark.path))\(test)\(flag))"
        }
    }

    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

    /// The end of the page of guarantees: what shows each of them.
    var guarantees: String {
        catalogue.items.filter { $0.id.first == "G" }.map { item in
            let lines = lines(of: item.id).map { "- \($0)\n" }.joined()
            let gap = item.gap.map { "- **Not shown:** \($0)\n" } ?? ""
            return "### \(item.id). \(item.what)\n\n" + lines + gap
        }.joined(separator: "\n")
    }

    /// Behind this line the page of guarantees is printed.
    static let border = "<!-- Printed from the marks above the tests: see FAULTS.md. -->\n"

    /// The page of guarantees with its end printed anew; nil when it has no border.
    func guarantees(in page: String) -> String? {
        page.firstRange(of: FaultPage.border).map {
            page[..<$0.upperBound] + "\n" + guarantees
        }
    }

    /// The catalogue's lines without the gaps that a test has filled.
    func withoutFilledGaps(_ text: String) -> String {
        let shown = Set(marks.flatMap(\.ids))
        return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            FaultCatalogue.note(String(line), "gap").map { !shown.contains($0.id) } ?? true
        }.joined(separator: "\n")
    }
}
