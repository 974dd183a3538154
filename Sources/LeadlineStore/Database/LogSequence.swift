/// Whether the logs of a database go on where its tables end, told from the numbers that LevelDB
/// gives to every change.
///
/// A list of tables that is an older one, or was cut behind a whole record, names tables that are
/// sound and lacks those that came after it; LevelDB then replays the newest log over them, and the
/// changes in between are gone while the log's end is where it was. The same holds for a log that
/// is missing between two others. LevelDB looks for neither.
enum LogSequence {
    /// Throws when changes are missing in front of a log's.
    ///
    /// What cannot be read at all is left to LevelDB to refuse.
    static func check(_ path: String) throws(StoreFault) {
        guard let list = try TableList(of: path) else { return }
        var next = list.lastChange &+ 1
        for log in try LevelDB.logs(in: path) where log.number >= list.firstLog {
            var writes = LogWrites(try FileSystem.readWhole(path + "/" + log.name))
            while let write = writes.next(limit: headerBytes), write.count == headerBytes {
                let (first, count) = (number(write.prefix(8)), number(write.suffix(4)))
                guard first <= next else {
                    throw .corrupt(
                        "changes \(next) to \(first - 1) are missing in front of \(log.name); it, "
                            + "or the list of tables, is of another time")
                }
                next = max(next, first &+ count)
            }
        }
    }

    /// A write begins with the number of its first change and how many there are.
    private static let headerBytes = 12

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// The writes of a log one after the other, as far as their headers hold; the checksums are
/// LevelDB's to look at.
private struct LogWrites {
    private let log: [UInt8]
    private var offset = 0

    init(_ log: [UInt8]) { self.log = log }

    /// So many bytes of the next whole write, at most; nil when there is none.
    mutating func next(limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var isWithin = false
        while let (part, payload) = LogPart.read(log, at: &offset), part.continues == isWithin {
            offset = payload.upperBound
            bytes += log[payload.range].prefix(limit - bytes.count)
            isWithin = true
            if part.ends { return bytes }
        }
        return nil
    }
}

/// What a database's list of tables says of its logs, read as `db/version_edit.cc` of LevelDB has
/// it.
private struct TableList {
    /// The number of the last change that its tables may hold.
    private(set) var lastChange: UInt64 = 0
    /// The number of the first log that is to be replayed over them.
    private(set) var firstLog: UInt64 = 0

    private enum Field {
        static let comparator: UInt64 = 1
        static let log: UInt64 = 2
        static let nextFile: UInt64 = 3
        static let lastChange: UInt64 = 4
        static let compactionEnd: UInt64 = 5
        static let deletedTable: UInt64 = 6
        static let newTable: UInt64 = 7
        static let previousLog: UInt64 = 9
    }

    private static let nameBytesMax = 64

    /// Reads the list that `CURRENT` names; nil when that leads nowhere.
    init?(of path: String) throws(StoreFault) {
        guard let line = try FileSystem.read(path + "/CURRENT", limit: Self.nameBytesMax) else {
            return nil
        }
        let name = String(decoding: line.dropLast(), as: UTF8.self)
        guard line.last == UInt8(ascii: "\n"), name.hasPrefix("MANIFEST-"),
            try FileSystem.names(in: path).contains(name)
        else { return nil }
        var writes = LogWrites(try FileSystem.readWhole(path + "/" + name))
        while let edit = writes.next(limit: .max) {
            guard read(edit) else { return nil }
        }
    }

    /// Takes over what one edit says; false when it is none.
    private mutating func read(_ edit: [UInt8]) -> Bool {
        var bytes = edit[...]
        while !bytes.isEmpty {
            switch Self.number(&bytes) {
            case Field.log: firstLog = Self.number(&bytes) ?? .max
            case Field.lastChange: lastChange = Self.number(&bytes) ?? .max
            case Field.nextFile, Field.previousLog: _ = Self.number(&bytes)
            case Field.comparator: Self.skipText(&bytes)
            case Field.compactionEnd:
                _ = Self.number(&bytes)
                Self.skipText(&bytes)
            case Field.deletedTable:
                for _ in 0..<2 { _ = Self.number(&bytes) }
            case Field.newTable:
                for _ in 0..<3 { _ = Self.number(&bytes) }
                for _ in 0..<2 { Self.skipText(&bytes) }
            default: return false
            }
        }
        return true
    }

    /// A number in groups of seven bits, the lowest first.
    private static func number(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            number |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return number }
        }
        return nil
    }

    private static func skipText(_ bytes: inout ArraySlice<UInt8>) {
        let count = number(&bytes).flatMap { Int(exactly: $0) } ?? .max
        bytes = bytes.dropFirst(count)
    }
}
