/// A write at the end of the newest log of which only a part reached the disk.
///
/// The power went while it was being synced, so nobody was told of it, and it is left out. It is
/// known by a piece that is zeros: a file system may give a file its new length before the pages of
/// a write, one after the other, and one that was not written reads as zeros (seen on ext4); what
/// was synced has all its pages. An answered write that holds such zeros itself, and was damaged
/// afterwards, looks the same: the file `high-water` knows it when it is older than a second, and a
/// repair, which is asked for where something is wrong, tells of it. A write that is wrong in any
/// other way, and one that others follow, is damage. LevelDB itself takes a log that was cut short,
/// and one that goes on with zeros, but calls a write with a hole damage.
package struct TornWrite: Equatable, Sendable {
    /// The log's name.
    package let log: String
    /// How many bytes in front of it are whole writes.
    package let sound: Int
    /// How many bytes are left out.
    package let count: Int

    /// What disks and file systems write as one, at the least.
    private static let sectorBytes = 512
    /// So many zeros at the end of a log, where it ends within a sector, may end a sound write.
    private static let zerosMin = 32

    /// The torn write of the store's files in `directory`; nil when there is none.
    static func find(in directory: String) throws(StoreFault) -> TornWrite? {
        for (_, name) in try LevelDB.logs(in: directory).reversed() {
            let log = try FileSystem.readWhole(directory + "/" + name)
            let sound = LogPrefix(log)
            guard sound.isDamaged else {
                // A log that was begun and not written yet is followed back to the one before.
                if sound.count == 0 { continue }
                return nil
            }
            guard hasHole(log[sound.count...]), !isFollowed(log, sound.count) else { return nil }
            return TornWrite(log: name, sound: sound.count, count: log.count - sound.count)
        }
        return nil
    }

    /// Leaves it out; a cut meanwhile leaves the log as it is now, or without it.
    func cut(in directory: String) throws(StoreFault) {
        let path = directory + "/" + log
        try FileSystem.replace(path, Array(try FileSystem.readWhole(path).prefix(sound)))
    }

    /// Whether a sector of these bytes, or what the log has of its last one, is zeros.
    private static func hasHole(_ bytes: ArraySlice<UInt8>) -> Bool {
        let first = (bytes.startIndex + sectorBytes - 1) / sectorBytes * sectorBytes
        return stride(from: first, to: bytes.endIndex, by: sectorBytes).contains { start in
            let sector = bytes[start..<min(start + sectorBytes, bytes.endIndex)]
            return sector.count >= zerosMin && sector.allSatisfy { $0 == 0 }
        }
    }

    /// Whether another write begins behind the one at `offset`, which was synced, then.
    private static func isFollowed(_ log: [UInt8], _ offset: Int) -> Bool {
        (offset + 1..<max(offset + 1, log.count)).contains { LogPrefix.hasWrite(log, at: $0) }
    }
}

extension TornWrite: CustomStringConvertible {
    package var description: String {
        "\(log): \(count) bytes behind byte \(sound)"
    }
}
