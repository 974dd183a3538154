/// Cuts bytes into lines as they arrive.
package struct LineSplitter {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var rest: [UInt8] = []
    private var isAtStart = true

    /// Starts before the first byte of the input.
    package init() {}

    /// Takes bytes and answers the lines that they completed, without their LF.
    ///
    /// A byte order mark before the first line is dropped. Of an overlong line only as much is
    /// kept as shows that it is one.
    package mutating func take(_ bytes: some Collection<UInt8>) -> [ArraySlice<UInt8>] {
        rest.append(contentsOf: bytes)
        guard rest.contains(UInt8(ascii: "\n")) else {
            rest.removeLast(max(0, rest.count - InputLine.lineBytesMax - 8))
            return []
        }
        dropMark()
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = rest[..<end].split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = Array(rest[(end + 1)...])
        return lines
    }

    /// The last line when it has no LF, nil when nothing is left.
    package mutating func end() -> ArraySlice<UInt8>? {
        dropMark()
        guard !rest.isEmpty else { return nil }
        defer { rest = [] }
        return rest[...]
    }

    private mutating func dropMark() {
        if isAtStart, rest.starts(with: Self.byteOrderMark) {
            rest.removeFirst(Self.byteOrderMark.count)
        }
        isAtStart = false
    }
}
