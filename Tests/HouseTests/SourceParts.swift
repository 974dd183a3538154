/// The bytes of a source sorted into code, comments and the contents of string literals.
///
/// Swift's strings with their raw, multi-line and interpolated forms, nested comments, and C's
/// character literals are known; regular expression literals are not, so the house has none.
struct SourceParts {
    private(set) var code: [String] = []
    private(set) var comments: [String] = []

    private enum Part { case code, comment, text }

    /// Where the scanner is: in code, nested when interpolated, or in a string.
    private enum Mode {
        case code(parentheses: Int)
        case text(pounds: Int, isMultiline: Bool)
    }

    private let bytes: [UInt8]
    private var parts: [Part]
    private var position = 0
    private var modes: [Mode] = [.code(parentheses: 0)]

    init(_ source: String, isC: Bool) {
        bytes = Array(source.utf8)
        parts = Array(repeating: .code, count: bytes.count)
        while position < bytes.count {
            switch modes[modes.count - 1] {
            case .code(let parentheses): scanCode(parentheses, isC: isC)
            case .text(let pounds, let isMultiline): scanText(pounds, isMultiline)
            }
        }
        code = lines(of: .code)
        comments = lines(of: .comment)
    }

    private mutating func scanCode(_ parentheses: Int, isC: Bool) {
        switch bytes[position] {
        case UInt8(ascii: "/"): scanSlash()
        case UInt8(ascii: "'") where isC: take(characterLiteral(), as: .text)
        case UInt8(ascii: "\""), UInt8(ascii: "#"): openText()
        case UInt8(ascii: "("): nest(parentheses + 1)
        case UInt8(ascii: ")"): nest(parentheses - 1)
        default: take(1, as: .code)
        }
    }

    private mutating func scanSlash() {
        let rest = bytes[position...]
        if rest.starts(with: "//".utf8) {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            take(end - position, as: .comment)
        } else if rest.starts(with: "/*".utf8) {
            take(blockComment(), as: .comment)
        } else {
            take(1, as: .code)
        }
    }

    /// Steps over a parenthesis; the one that ends an interpolation leads back to its string.
    private mutating func nest(_ parentheses: Int) {
        let endsInterpolation = modes.count > 1 && parentheses == 0
        take(1, as: endsInterpolation ? .text : .code)
        modes.removeLast()
        if !endsInterpolation { modes.append(.code(parentheses: parentheses)) }
    }

    private mutating func openText() {
        let pounds = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let quotes = bytes[(position + pounds)...].prefix { $0 == UInt8(ascii: "\"") }.count
        guard quotes > 0 else { return take(pounds, as: .code) }
        take(pounds + (quotes >= 3 ? 3 : 1), as: .text)
        modes.append(.text(pounds: pounds, isMultiline: quotes >= 3))
    }

    private mutating func scanText(_ pounds: Int, _ isMultiline: Bool) {
        let quotes = isMultiline ? 3 : 1
        switch bytes[position] {
        case UInt8(ascii: "\\") where isRun(of: "#", pounds, at: position + 1):
            let isInterpolation = isRun(of: "(", 1, at: position + 1 + pounds)
            take(pounds + 2, as: .text)
            if isInterpolation { modes.append(.code(parentheses: 1)) }
        case UInt8(ascii: "\"") where closesText(pounds, quotes):
            take(quotes + pounds, as: .text)
            modes.removeLast()
        default: take(1, as: .text)
        }
    }

    private func closesText(_ pounds: Int, _ quotes: Int) -> Bool {
        isRun(of: "\"", quotes, at: position) && isRun(of: "#", pounds, at: position + quotes)
    }

    private func isRun(of character: Unicode.Scalar, _ count: Int, at start: Int) -> Bool {
        bytes.dropFirst(start).prefix(count).filter { $0 == UInt8(ascii: character) }.count == count
    }

    private mutating func take(_ count: Int, as part: Part) {
        let end = min(position + count, bytes.count)
        for index in position..<end { parts[index] = part }
        position = end
    }

    private func blockComment() -> Int {
        var depth = 0
        var index = position
        repeat {
            let rest = bytes[index...]
            let opens = rest.starts(with: "/*".utf8)
            let closes = rest.starts(with: "*/".utf8)
            depth += opens ? 1 : closes ? -1 : 0
            index += opens || closes ? 2 : 1
        } while depth > 0 && index < bytes.count
        return index - position
    }

    private func characterLiteral() -> Int {
        let escape = bytes[(position + 1)...].first == UInt8(ascii: "\\") ? 2 : 1
        let close = bytes.dropFirst(position + 1 + escape).firstIndex(of: UInt8(ascii: "'"))
        return (close ?? bytes.count) + 1 - position
    }

    /// The source's lines with every other part blanked, so that columns stay.
    private func lines(of part: Part) -> [String] {
        let newline = UInt8(ascii: "\n")
        let kept = zip(bytes, parts).map { byte, its in
            its == part || byte == newline ? byte : UInt8(ascii: " ")
        }
        return kept.split(separator: newline, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
