/// The words of a line that is being typed, up to the cursor.
package struct TypedWords: Equatable, Sendable {
    /// The words that are finished.
    package private(set) var whole: [String] = []
    /// The word at the cursor, without its opening quote.
    package private(set) var partial = ""
    /// The quote that is open at the cursor.
    package private(set) var quote: Character?

    /// Splits a line as the server does, as far as completion needs it.
    package init(_ line: some StringProtocol) {
        var isInside = false
        var isEscaped = false
        for character in line {
            if isEscaped {
                partial.append(character)
                isEscaped = false
            } else if let open = quote {
                if character == "\\" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                } else {
                    partial.append(character)
                }
            } else if character == "\"" || character == "'" {
                quote = character
                isInside = true
            } else if character == " " || character == "\t" {
                if isInside { whole.append(partial) }
                partial = ""
                isInside = false
            } else {
                partial.append(character)
                isInside = true
            }
        }
    }

    /// All the words, the one at the cursor among them if it is begun.
    package var all: [String] { partial.isEmpty ? whole : whole + [partial] }

    /// A word as it can be typed: quoted where it must be.
    package static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.first != "#"
            && word.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && $0 != "\"" && $0 != "'" && $0 != "\\"
            }
        return isPlain ? word : "\"\(Cell.escaped(word).replacingScalar("\"", with: "\\\""))\""
    }
}
