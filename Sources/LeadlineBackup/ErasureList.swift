package import LeadlineDigest

/// Who was erased, kept beside the backups, so that whatever is restored forgets them again.
///
/// It names records and no person: a lead or a referrer by its id and the moment it was made. Both
/// together are one record's alone, also where a store was restored and its ids are given anew.
package struct ErasureList: Equatable, Sendable {
    /// What was erased.
    package enum Kind: String, Sendable {
        case lead
        case referrer
        /// Something of a person of whom there was no lead and no referrer, as mail: it can be
        /// counted, not repeated.
        case person
    }

    /// One erasure.
    package struct Entry: Hashable, Sendable {
        /// What was erased.
        package let kind: Kind
        /// Its number; of a person, the event's.
        package let id: UInt64
        /// When it was made, in milliseconds since 1970.
        package let created: Int64

        package init(kind: Kind, id: UInt64, created: Int64) {
            self.kind = kind
            self.id = id
            self.created = created
        }
    }

    /// All that are known, in the order in which they came.
    package private(set) var entries: [Entry] = []
    /// The event up to which the log was looked through.
    package var seen: UInt64 = 0
    /// That event's hash, by which a store is known to be the one that was looked through.
    package var seenHash = Digest256.zero
    private var known: Set<Entry> = []

    /// The file's name in the folder of backups.
    package static let fileName = "erasures"
    private static let draftName = "erasures.new"
    private static let title = "leadline-erasures 1"
    private static let bytesMax = 1 << 30

    /// Nobody.
    package init() {}

    /// Adds an erasure that is not known yet.
    package mutating func add(_ entry: Entry) {
        if known.insert(entry).inserted { entries.append(entry) }
    }

    /// The list in a folder of backups; empty when there is none.
    package static func read(in directory: String) throws(BackupFault) -> ErasureList {
        guard Folder.exists(directory) else { return ErasureList() }
        let folder = try Folder.open(directory)
        guard let file = try folder.file(fileName) else { return ErasureList() }
        let bytes = try file.contents(limit: bytesMax)
        guard let list = ErasureList(bytes: bytes) else {
            throw .damaged(path: file.path, reason: "it is no list of erasures")
        }
        return list
    }

    /// Puts the list in the place of the one before, in one step and on disk.
    package func write(in directory: String) throws(BackupFault) {
        let folder = try Folder.open(directory, makes: true)
        folder.remove(Self.draftName)
        let draft = try folder.create(Self.draftName)
        try draft.write(bytes)
        _ = try draft.finish()
        try folder.rename(Self.draftName, to: Self.fileName)
        try folder.sync()
    }

    /// The file.
    var bytes: [UInt8] {
        var text = Self.title + "\n"
        for entry in entries { text += "\(entry.kind.rawValue) \(entry.id) \(entry.created)\n" }
        return Array((text + "seen \(seen) \(seenHash.hex)\n").utf8)
    }

    /// What a file says; nil when it is no list.
    init?(bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first == Self.title[...], lines.count > 1 else { return nil }
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            guard words.count == 3, let number = UInt64(words[1]) else { return nil }
            if words[0] == "seen" {
                guard let hash = Digest256(hex: words[2].utf8) else { return nil }
                seen = number
                seenHash = hash
            } else {
                guard let kind = Kind(rawValue: String(words[0])), let created = Int64(words[2])
                else { return nil }
                add(Entry(kind: kind, id: number, created: created))
            }
        }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.entries == right.entries && left.seen == right.seen && left.seenHash == right.seenHash
    }
}
