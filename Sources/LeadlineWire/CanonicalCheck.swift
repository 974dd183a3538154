/// Makes sure that a canonical op stream can be replayed without breaking a writer's promises.
enum CanonicalCheck {
    /// Whether the bytes are one whole reply or several.
    ///
    /// - Parameters:
    ///   - bytes: An op stream from disk.
    ///   - atTop: Whether errors and pushes, which are whole replies, may occur.
    /// - Returns: False where the writer would stop the process.
    static func accepts(_ bytes: Bytes, atTop: Bool) -> Bool {
        guard !bytes.isEmpty else { return false }
        var reader = CanonicalReader(bytes)
        var levels: [ReplyLevel] = []
        while !reader.isAtEnd {
            guard let op = reader.next(), take(op, &levels, atTop: atTop) else { return false }
        }
        return levels.isEmpty
    }

    private static func take(
        _ op: CanonicalReader.Op, _ levels: inout [ReplyLevel], atTop: Bool
    ) -> Bool {
        switch op {
        case .status, .integer, .bool, .string, .binary, .null, .double, .text:
            guard takesValue(levels) else { return false }
            return countValue(&levels)
        case .error(let code, let message, _):
            return atTop && levels.isEmpty && isCode(code) && isEscaped(message)
        case .key: return takeKey(&levels)
        case .list(let count): return open(ReplyLevel(.list, count: count), &levels)
        case .set(let count): return open(ReplyLevel(.set, count: count), &levels)
        case .map(let count): return open(ReplyLevel(.map, count: count), &levels)
        case .page(let columns, let rows, let next):
            let level = ReplyLevel(.page, count: rows, columns: .replayed(columns), next: next)
            return open(level, &levels)
        case .push(_, let count):
            guard atTop, levels.isEmpty else { return false }
            levels.append(ReplyLevel(.push, count: count))
            return true
        case .end:
            guard let level = levels.popLast(), level.isComplete else { return false }
            return level.kind == .push || countValue(&levels)
        }
    }

    /// Whether bytes are a code as all errors have one.
    private static func isCode(_ code: Bytes) -> Bool {
        WireLimits.codeBytes.contains(code.count)
            && code.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Whether a message was escaped before it was kept: it is written as it is.
    private static func isEscaped(_ message: Bytes) -> Bool {
        EscapedMessage.bytes(of: message).elementsEqual(message)
    }

    private static func takesValue(_ levels: [ReplyLevel]) -> Bool {
        levels.last.map(\.takesValue) ?? true
    }

    private static func open(_ level: ReplyLevel, _ levels: inout [ReplyLevel]) -> Bool {
        guard takesValue(levels), levels.count < WireLimits.replyDepthMax else { return false }
        levels.append(level)
        return true
    }

    private static func countValue(_ levels: inout [ReplyLevel]) -> Bool {
        if !levels.isEmpty { _ = levels[levels.count - 1].countValue() }
        return true
    }

    private static func takeKey(_ levels: inout [ReplyLevel]) -> Bool {
        guard let top = levels.last, top.kind == .map, !top.hasKey, top.written < top.count else {
            return false
        }
        levels[levels.count - 1].hasKey = true
        return true
    }
}
