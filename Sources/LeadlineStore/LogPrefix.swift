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

    private static let blockBytes = 32 << 10
    private static let headerBytes = 7

    private enum Part: UInt8 {
        case full = 1
        case first
        case middle
        case last
    }

    /// Reads a log's bytes.
    init(_ log: [UInt8]) {
        var offset = 0
        var isWithin = false
        while let (part, next) = Self.part(log, at: &offset) {
            let continues = part == .middle || part == .last
            guard continues == isWithin else { break }
            isWithin = part == .first || part == .middle
            offset = next
            if !isWithin { count = next }
        }
        isDamaged = log[count...].contains { $0 != 0 }
    }

    /// Whether a write begins at `offset`, of which the first part at least is sound.
    static func hasWrite(_ log: [UInt8], at offset: Int) -> Bool {
        // Most bytes cannot be the type of a first part, and need no checksum.
        guard offset + headerBytes <= log.count,
            let part = Part(rawValue: log[offset + 6]), part == .full || part == .first
        else { return false }
        var place = offset
        return Self.part(log, at: &place) != nil && place == offset
    }

    /// The sound part of a write at `offset`, which moves over a block's rest, and where it ends;
    /// nil when there is none.
    private static func part(_ log: [UInt8], at offset: inout Int) -> (Part, Int)? {
        let left = blockBytes - offset % blockBytes
        if left < headerBytes { offset += left }
        guard offset + headerBytes <= log.count else { return nil }
        let length = Int(log[offset + 4]) | Int(log[offset + 5]) << 8
        let end = offset + headerBytes + length
        guard let part = Part(rawValue: log[offset + 6]), end <= log.count,
            end - offset <= blockBytes - offset % blockBytes
        else { return nil }
        var stored: UInt32 = 0
        for index in (0..<4).reversed() { stored = stored << 8 | UInt32(log[offset + index]) }
        guard stored == masked(CRC32C.of(log[(offset + 6)..<end])) else { return nil }
        return (part, end)
    }

    /// A checksum as LevelDB stores it.
    private static func masked(_ sum: UInt32) -> UInt32 {
        (sum >> 15 | sum << 17) &+ 0xA282_EAD8
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
