private import NIOCore

extension ReplyWriter {
    /// Opens a list of `count` values.
    package mutating func beginList(_ count: Int) { begin(.list, count, op: .list) }

    /// Closes the list.
    package mutating func endList() { end(.list) }

    /// Opens a collection of `count` values without order: a list in all dialects but RESP3.
    package mutating func beginSet(_ count: Int) { begin(.set, count, op: .set) }

    /// Closes the set.
    package mutating func endSet() { end(.set) }

    /// Opens a map of `count` entries; each is a `key` and then one value.
    package mutating func beginMap(_ count: Int) { begin(.map, count, op: .map) }

    /// Writes the key of the map's next value.
    package mutating func key(_ name: StaticString) {
        name.withUTF8Buffer { key(raw: UnsafeRawBufferPointer($0)) }
    }

    /// Writes the key of the map's next value, where it is known only at run time.
    package mutating func key(bytes: Bytes) { bytes.withUnsafeBytes { key(raw: $0) } }

    /// Closes the map.
    package mutating func endMap() { end(.map) }

    /// Opens a page of `rows` rows; their values are written column by column, in order.
    ///
    /// - Parameters:
    ///   - columns: The columns' names, at least one.
    ///   - rows: How many rows follow.
    ///   - next: The cursor of the page after this one, nil on the last.
    package mutating func beginPage(columns: [StaticString], rows: Int, next: Bytes?) {
        beginPage(.fixed(columns), rows: rows, next: next)
    }

    /// Closes the page.
    package mutating func endPage() { end(.page) }

    /// Opens an unasked message of `count` cells, which stands between replies.
    package mutating func beginPush(_ kind: StaticString, _ count: Int) {
        kind.withUTF8Buffer { beginPush(raw: UnsafeRawBufferPointer($0), count) }
    }

    /// Closes the message.
    package mutating func endPush() { end(.push) }

    /// Writes an unasked message of strings.
    package mutating func push(_ kind: StaticString, _ cells: [Bytes]) {
        beginPush(kind, cells.count)
        for cell in cells { string(cell) }
        endPush()
    }
}

// MARK: - Cutting back

extension ReplyWriter {
    /// A place in the replies to which a reply that failed half-way is cut back.
    package struct Mark: Sendable {
        let writerIndex: Int
        let depth: Int
        let top: ReplyLevel?
    }

    /// The place where the next value will be written.
    package func mark() -> Mark {
        Mark(writerIndex: buffer.writerIndex, depth: levels.count, top: levels.last)
    }

    /// Forgets everything written since the mark, which must lie in a composite that is still open.
    package mutating func rewind(to mark: Mark) {
        precondition(levels.count >= mark.depth, "the mark's composite has been closed")
        precondition(buffer.writerIndex >= mark.writerIndex, "the mark's bytes have been taken")
        buffer.moveWriterIndex(to: mark.writerIndex)
        levels.removeLast(levels.count - mark.depth)
        if let top = mark.top { levels[mark.depth - 1] = top }
    }
}
