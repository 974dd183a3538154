internal import NIOCore

/// How the next value is written, given the dialect and the composites around it.
enum Rendering: Equatable {
    /// A whole TEXT reply.
    case line
    /// Part of a TEXT data line.
    case cell
    /// JSON; inside a TEXT cell each backslash is doubled, which is all that a cell adds to it.
    case json(JSONPlace)
    /// RESP2, at any depth.
    case resp2
    /// RESP3, at any depth.
    case resp3
    /// The op stream, at any depth.
    case canonical
}

/// Where JSON stands.
enum JSONPlace {
    /// On a line of its own.
    case reply
    /// Within a TEXT data line.
    case cell
}

extension ReplyWriter {
    /// How the next value is written.
    var rendering: Rendering {
        switch format {
        case .text:
            switch levels.count {
            case 0: .line
            case 1: .cell
            default: .json(.cell)
            }
        case .json: .json(.reply)
        case .resp2: .resp2
        case .resp3: .resp3
        case .canonical: .canonical
        }
    }
}

// MARK: - Around a value

extension ReplyWriter {
    /// Writes what stands before a value: envelope, separator, the start of a row, its name.
    mutating func openValue() {
        guard let top = levels.indices.last else {
            if format == .json { buffer.writeStaticString(Self.resultBegin) }
            return
        }
        precondition(levels[top].takesValue, "a value more than announced, or without its key")
        switch rendering {
        case .line, .canonical: break
        case .cell: openCell(levels[top])
        case .json(let place): openJSON(levels[top], place)
        case .resp2, .resp3: if levels[top].kind == .page { openRESP(levels[top]) }
        }
    }

    private mutating func openCell(_ top: ReplyLevel) {
        switch top.kind {
        case .list, .set: buffer.writeStaticString(" ")
        case .map: break
        case .page: buffer.writeStaticString(top.column == 0 ? " " : "\t")
        case .push: buffer.writeStaticString("\t")
        }
    }

    private mutating func openJSON(_ top: ReplyLevel, _ place: JSONPlace) {
        guard top.kind != .map else { return }
        if !top.isAtFirst || (top.kind == .page && top.written > 0) {
            buffer.writeStaticString(",")
        }
        guard top.kind == .page else { return }
        if top.column == 0 { buffer.writeStaticString("{") }
        top.columns.withName(top.column) { buffer.writeJSONString($0, place) }
        buffer.writeStaticString(":")
    }

    private mutating func openRESP(_ page: ReplyLevel) {
        if page.column == 0 {
            let count = Int64(page.columns.count)
            buffer.writeHeader(
                UInt8(ascii: format == .resp3 ? "%" : "*"), format == .resp3 ? count : count * 2)
        }
        page.columns.withName(page.column) { buffer.writeBulk($0) }
    }

    /// Writes what stands after a value and counts it.
    mutating func closeValue() {
        guard !levels.isEmpty else {
            if format == .json { buffer.writeStaticString(Self.resultEnd) }
            return
        }
        let rendering = rendering
        let endsGroup = levels[levels.count - 1].countValue()
        guard endsGroup else { return }
        let kind = levels[levels.count - 1].kind
        if rendering == .cell, kind != .push { buffer.writeStaticString("\r\n") }
        if case .json = rendering, kind == .page { buffer.writeStaticString("}") }
    }
}

// MARK: - JSON without its envelope

extension ReplyWriter {
    /// One value as a line of JSON, without the envelope of a reply and without a line end.
    package static func json(_ body: (inout ReplyWriter) -> Void) -> [UInt8] {
        var writer = ReplyWriter(format: .json)
        body(&writer)
        precondition(writer.isBetweenReplies, "a value that was not ended")
        return Array(
            writer.buffer.readableBytesView
                .dropFirst(Self.resultBegin.utf8CodeUnitCount)
                .dropLast(Self.resultEnd.utf8CodeUnitCount))
    }

    /// What stands before and behind a value that is a whole reply.
    private static let resultBegin: StaticString = #"{"ok":true,"result":"#
    private static let resultEnd: StaticString = "}\r\n"
}

// MARK: - Around a composite

extension ReplyWriter {
    /// Opens a list, set or map.
    mutating func begin(_ kind: ReplyLevel.Kind, _ count: Int, op: CanonicalOp) {
        precondition(count >= 0, "a composite of a negative size")
        openValue()
        switch (rendering, kind) {
        case (.line, _): break
        case (.cell, .map), (.json, .map): buffer.writeStaticString("{")
        case (.cell, _), (.json, _): buffer.writeStaticString("[")
        case (.resp2, .map): buffer.writeHeader(UInt8(ascii: "*"), Int64(count) * 2)
        case (.resp3, .map): buffer.writeHeader(UInt8(ascii: "%"), Int64(count))
        case (.resp3, .set): buffer.writeHeader(UInt8(ascii: "~"), Int64(count))
        case (.resp2, _), (.resp3, _): buffer.writeHeader(UInt8(ascii: "*"), Int64(count))
        case (.canonical, _): buffer.writeOp(op, count: count)
        }
        levels.append(ReplyLevel(kind, count: count))
    }

    /// Opens a page.
    mutating func beginPage(_ columns: ColumnNames, rows: Int, next: Bytes?) {
        precondition(rows >= 0 && columns.count > 0, "a page without columns")
        openValue()
        switch rendering {
        case .line: buffer.writeColumnLine(columns)
        case .cell, .json:
            // A page that is no whole reply carries its cursor in an object of its own.
            buffer.writeStaticString(levels.isEmpty ? "[" : #"{"result":["#)
        case .resp2, .resp3:
            buffer.writeHeader(UInt8(ascii: "*"), 2)
            buffer.writeCursor(next, format)
            buffer.writeHeader(UInt8(ascii: "*"), Int64(rows))
        case .canonical: buffer.writePageOp(columns, rows: rows, next: next)
        }
        levels.append(ReplyLevel(.page, count: rows, columns: columns, next: next))
    }

    /// Opens a push.
    mutating func beginPush(raw kind: UnsafeRawBufferPointer, _ count: Int) {
        precondition(levels.isEmpty && count >= 0, "a push inside a reply")
        switch format {
        case .text:
            buffer.writeStaticString(">")
            buffer.writeCell(kind)
        case .json:
            buffer.writeStaticString(#"{"push":"#)
            buffer.writeJSONString(kind, .reply)
            buffer.writeStaticString(#","data":["#)
        case .resp2, .resp3:
            buffer.writeHeader(UInt8(ascii: format == .resp3 ? ">" : "*"), Int64(count) + 1)
            buffer.writeBulk(kind)
        case .canonical:
            buffer.writeOp(.push, bytes: kind)
            buffer.writeVarint(UInt64(count))
        }
        levels.append(ReplyLevel(.push, count: count))
    }

    /// Writes the key of a map's next value.
    mutating func key(raw name: UnsafeRawBufferPointer) {
        precondition(levels.last?.kind == .map, "a key outside a map")
        let top = levels.count - 1
        precondition(
            !levels[top].hasKey && levels[top].written < levels[top].count, "a key too many")
        switch rendering {
        case .line: break
        case .cell:
            buffer.writeStaticString(" ")
            buffer.writeCell(name)
            buffer.writeStaticString("\t")
        case .json(let place):
            if levels[top].written > 0 { buffer.writeStaticString(",") }
            buffer.writeJSONString(name, place)
            buffer.writeStaticString(":")
        case .resp2, .resp3: buffer.writeBulk(name)
        case .canonical: buffer.writeOp(.key, bytes: name)
        }
        levels[top].hasKey = true
    }

    /// Closes whatever was opened last.
    mutating func endInnermost() {
        precondition(!levels.isEmpty, "an end without a beginning")
        end(levels[levels.count - 1].kind)
    }

    /// Closes a composite, which must be of this kind and complete.
    mutating func end(_ kind: ReplyLevel.Kind) {
        guard let level = levels.popLast(), level.kind == kind, level.isComplete else {
            preconditionFailure("the composite that was ended is another one, or not complete")
        }
        switch rendering {
        case .line: if kind == .push { buffer.writeStaticString("\r\n") } else { writeFinal(level) }
        case .cell: writeJSONEnd(level, .cell)
        case .json(let place): writeJSONEnd(level, place)
        case .resp2, .resp3: break
        case .canonical: buffer.writeOp(.end)
        }
        if kind != .push { closeValue() }
    }

    /// TEXT's last line after data.
    private mutating func writeFinal(_ level: ReplyLevel) {
        buffer.writeStaticString("+OK ")
        buffer.writeDecimal(Int64(level.count))
        if let next = level.next {
            buffer.writeStaticString(" next=")
            next.withUnsafeBytes { buffer.writeCell($0) }
        }
        buffer.writeStaticString("\r\n")
    }

    private mutating func writeJSONEnd(_ level: ReplyLevel, _ place: JSONPlace) {
        switch level.kind {
        case .list, .set: buffer.writeStaticString("]")
        case .map: buffer.writeStaticString("}")
        case .push: buffer.writeStaticString("]}\r\n")
        case .page:
            buffer.writeStaticString(#"],"next":"#)
            if let next = level.next {
                next.withUnsafeBytes { buffer.writeJSONString($0, place) }
            } else {
                buffer.writeStaticString("null")
            }
            buffer.writeStaticString(#","count":"#)
            buffer.writeDecimal(Int64(level.count))
            if !levels.isEmpty { buffer.writeStaticString("}") }
        }
    }
}
