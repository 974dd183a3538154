/// How much of one of LevelDB's logs is sound, read as `doc/log_format.md` of LevelDB has it.
///
/// A log is blocks of 32 KiB with records in them, each behind its checksum, its length and a byte
/// that tells whether it is a whole write or a part of one. Behind a damaged record nothing is
/// taken: what came later was written over what is lost.
struct LogPrefix {
    /// How many bytes hold whole writes.
    private(set) var count = 0
    /// Whether something stands behind them, other than zeros.
    private(set) var isDamaged = false

    /// Reads a log's bytes.
    init(_ log: [UInt8]) {
        var offset = 0
        var isWithin = false
        while let (part, payload) = LogPart.read(log, at: &offset),
            payload.isSound(in: log), part.continues == isWithin
        {
            isWithin = !part.ends
            offset = payload.upperBound
            if !isWithin { count = offset }
        }
        isDamaged = log[count...].contains { $0 != 0 }
    }

    /// Which log of a store's files is damaged first, and where, for whoever has to look at it; nil
    /// when it is none of them.
    static func damage(in directory: String) throws(StoreFault) -> String? {
        for (_, name) in try LevelDB.logs(in: directory) {
            let log = LogPrefix(try FileSystem.readWhole(directory + "/" + name))
            if log.isDamaged { return "\(name) behind byte \(log.count)" }
        }
        return nil
    }

    /// Whether a write begins at `offset`, of which the first part at least is sound.
    static func hasWrite(_ log: [UInt8], at offset: Int) -> Bool {
        var place = offset
        guard let (part, payload) = LogPart.read(log, at: &place), place == offset else {
            return false
        }
        return !part.continues && payload.isSound(in: log)
    }
}

/// A write of one of LevelDB's logs, or a part of one, as its header has it.
enum LogPart: UInt8 {
    case full = 1
    case first
    case middle
    case last

    private static let blockBytes = 32 << 10
    private static let headerBytes = 7

    /// Whether it goes on where a part before it ended.
    var continues: Bool { self == .middle || self == .last }
    /// Whether the write is over behind it.
    var ends: Bool { self == .full || self == .last }

    /// The part at `offset`, which moves over a block's rest, and where its bytes are; nil when
    /// there is none.
    ///
    /// Its checksum is not looked at.
    static func read(_ log: [UInt8], at offset: inout Int) -> (LogPart, Payload)? {
        let left = blockBytes - offset % blockBytes
        if left < headerBytes { offset += left }
        guard offset + headerBytes <= log.count else { return nil }
        let start = offset + headerBytes
        let end = start + (Int(log[offset + 4]) | Int(log[offset + 5]) << 8)
        guard let part = LogPart(rawValue: log[offset + 6]), end <= log.count,
            end - offset <= blockBytes - offset % blockBytes
        else { return nil }
        return (part, Payload(start: start, upperBound: end))
    }

    /// The bytes of a part behind its header.
    struct Payload {
        fileprivate let start: Int
        /// Where the next part may begin.
        let upperBound: Int
        /// Where the bytes are.
        var range: Range<Int> { start..<upperBound }

        /// Whether the checksum in front of them is theirs.
        func isSound(in log: [UInt8]) -> Bool {
            var stored: UInt32 = 0
            for index in (0..<4).reversed() {
                stored = stored << 8 | UInt32(log[start - LogPart.headerBytes + index])
            }
            // The check is over the byte that tells the kind of part, too.
            return stored == Self.masked(CRC32C.of(log[(start - 1)..<upperBound]))
        }

        /// A checksum as LevelDB stores it.
        private static func masked(_ sum: UInt32) -> UInt32 {
            (sum >> 15 | sum << 17) &+ 0xA282_EAD8
        }
    }
}

/// The cyclic redundancy check of RFC 3720, by a table.
enum CRC32C {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in
            sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0x82F6_3B78
        }
    }

    /// The check of some bytes.
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)]
        }
    }
}
