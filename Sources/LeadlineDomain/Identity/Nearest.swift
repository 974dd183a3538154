/// Finds the word that was probably meant.
package enum Nearest {
    /// The most edits between what was typed and what is suggested.
    package static let distanceMax = 2

    /// The longest word that is compared, in bytes.
    package static let wordBytesMax = 64

    /// The candidate with the fewest edits, letter case apart; the first of equals.
    ///
    /// Nil when none is within two edits, or the edits exceed half of the typed word.
    package static func word(
        to typed: ArraySlice<UInt8>, among candidates: some Sequence<Text>
    ) -> Text? {
        let bound = min(distanceMax, typed.count / 2)
        guard typed.count <= wordBytesMax else { return nil }
        var best: (distance: Int, word: Text)?
        for candidate in candidates where candidate.count <= wordBytesMax {
            guard abs(candidate.count - typed.count) <= bound else { continue }
            let distance = distance(typed, candidate.bytes)
            if distance <= min(bound, best.map { $0.distance - 1 } ?? bound) {
                best = (distance, candidate)
            }
        }
        return best?.word
    }

    /// The fewest insertions, deletions, replacements and swaps of neighbours, letter case apart.
    ///
    /// Costs the product of the lengths: callers bound both.
    static func distance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        let rows = left.map(\.lowercased)
        let columns = right.map(\.lowercased)
        var beforeLast = [Int](repeating: 0, count: columns.count + 1)
        var last = Array(0...columns.count)
        for row in 0..<rows.count {
            var current = [Int](repeating: row + 1, count: columns.count + 1)
            for column in 0..<columns.count {
                let replaced = last[column] + (rows[row] == columns[column] ? 0 : 1)
                current[column + 1] = min(replaced, last[column + 1] + 1, current[column] + 1)
                let swaps =
                    row > 0 && column > 0 && rows[row] == columns[column - 1]
                    && rows[row - 1] == columns[column]
                if swaps {
                    current[column + 1] = min(current[column + 1], beforeLast[column - 1] + 1)
                }
            }
            (beforeLast, last) = (last, current)
        }
        return last[columns.count]
    }
}
