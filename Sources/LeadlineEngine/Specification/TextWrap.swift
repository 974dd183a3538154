/// Breaks words into lines of a bounded width.
struct TextWrap {
    let columnsMax: Int
    /// Blanks before each line but the first.
    let indent: Int
    /// Blanks before the first line.
    let first: Int

    /// The words with blanks between; a word that is longer than a line stands alone on one.
    func lines(_ words: [String]) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            let margin = lines.isEmpty ? first : indent
            if line.isEmpty {
                line = String(repeating: " ", count: margin) + word
            } else if line.count + 1 + word.count <= columnsMax {
                line += " " + word
            } else {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
