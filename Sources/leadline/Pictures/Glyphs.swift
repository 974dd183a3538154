/// The characters that pictures are drawn with: blocks where the terminal has them, else ASCII.
package struct Glyphs: Equatable, Sendable {
    /// A cell of a bar that is full.
    package let full: Character
    /// Cells of a bar that are filled from the left by one, two … eighths; may be empty.
    let eighths: [Character]
    /// Cells that are filled from below, the lowest first.
    let levels: [Character]
    /// A line across the screen.
    let rule: Character
    /// What stands for text that was cut off.
    let ellipsis: Character
    /// What stands between two facts on one line.
    let dot: Character
    /// Whether a cell holds two by four dots of braille; otherwise it is one dot.
    let hasBraille: Bool

    /// Blocks and braille.
    package static let unicode = Glyphs(
        full: "█", eighths: Array("▏▎▍▌▋▊▉"), levels: Array("▁▂▃▄▅▆▇█"), rule: "─",
        ellipsis: "…", dot: "·", hasBraille: true)

    /// What every terminal has.
    package static let ascii = Glyphs(
        full: "#", eighths: [], levels: Array("_.-=+*%#"), rule: "-", ellipsis: "~", dot: "-",
        hasBraille: false)

    /// The characters for a terminal, by its locale: the first variable that is set decides.
    package static func fitting(_ variable: (String) -> String?) -> Glyphs {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap(variable).first { !$0.isEmpty } ?? "C"
        let codeset = locale.uppercased().replacing("-", with: "")
        return codeset.contains("UTF8") ? unicode : ascii
    }

    /// Text as the terminal can show it: without Unicode every other character is a question mark.
    func shown(_ text: String) -> String {
        guard !hasBraille, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.reduce(into: "") { result, character in
            let width = Table.displayWidth(String(character))
            result += character.isASCII ? String(character) : String(repeating: "?", count: width)
        }
    }

    /// A horizontal bar that fills a share of the width, from 0 to 1.
    ///
    /// What is more than nothing is seen.
    package func bar(_ share: Double, width: Int) -> String {
        guard share > 0, width > 0 else { return "" }
        let parts = eighths.count + 1
        let filled = max(1, Int((min(share, 1) * Double(width * parts)).rounded()))
        let whole = String(repeating: full, count: filled / parts)
        let rest = filled % parts
        return rest == 0 ? whole : whole + String(eighths[rest - 1])
    }

    /// A line of levels, one for each value, the newest last; as many as fit.
    ///
    /// The highest is the highest of the values shown; where all are 0 the line is flat.
    package func sparkline(_ values: [Double], width: Int) -> String {
        let shown = values.suffix(max(0, width))
        let highest = shown.max() ?? 0
        return shown.reduce(into: "") { result, value in
            let share = highest > 0 ? max(0, value) / highest : 0
            let level = Int((share * Double(levels.count - 1)).rounded())
            result.append(levels[level])
        }
    }
}
