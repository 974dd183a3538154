package import LeadlineDigest

/// What a backup is: the file `manifest`, written last, without which there is no backup.
package struct BackupManifest: Hashable, Sendable {
    /// A file of the backup.
    package struct File: Hashable, Sendable {
        /// How long it is.
        package var byteCount: Int
        /// SHA-256 of its bytes.
        package var digest: Digest256
    }

    /// Another backup, some blocks of which this one is made of.
    package struct Need: Hashable, Sendable {
        /// Its name.
        package var name: BackupName
        /// SHA-256 of its manifest.
        package var digest: Digest256
    }

    /// How far the store had come.
    package struct Place: Hashable, Sendable {
        /// The newest event; 0 when there was none.
        package var event: UInt64
        /// Its hash.
        package var eventHash: Digest256
        /// When it was taken, in UTC: `2026-11-21T17:00:00Z`.
        package var at: String

        package init(event: UInt64, eventHash: Digest256, at: String) {
            self.event = event
            self.eventHash = eventHash
            self.at = at
        }
    }

    /// What it is called.
    package var name: BackupName
    /// What it is an increment to.
    package var since: BackupName?
    /// How far the store had come.
    package var place: Place
    /// Where the log of commits ended.
    package var position: UInt64
    /// The epoch of the writer, as in the store's own entries.
    package var epoch: UInt64
    /// The digest of the chain of entries up to there.
    package var chain: UInt64
    /// How many rows it has, and bytes of them, those in other backups too.
    package var rowCount: Int
    package var byteCount: Int
    /// SHA-256 of the digests of its blocks, in their order: the same for the same rows.
    package var content: Digest256
    /// The list of its blocks.
    package var index: File
    /// Its own files of rows.
    package var files: [File]
    /// The files of other backups that it cannot do without.
    package var needs: [Need]

    /// The format that this program writes.
    static let format = 1
    /// Manifests are shorter.
    static let bytesMax = 16 << 20
    /// Files are shorter, so that the sum of those that a manifest has room for is a number.
    static let fileBytesMax = 1 << 44
    static let fileName = "manifest"
    static let indexName = "index"

    /// How a file of rows is called.
    static func rowsName(_ number: Int) -> String {
        let digits = "\(number)"
        return "rows-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// Bytes of its own files of rows.
    package var writtenCount: Int { files.reduce(0) { $0 + $1.byteCount } }
}

extension BackupManifest {
    /// The file: lines of a word and its values, the last one the digest of those before.
    var bytes: [UInt8] {
        let text = Self.text(of: lines)
        return Array((text + "sha256 \(Digest256(of: Array(text.utf8)[...]).hex)\n").utf8)
    }

    private var lines: [String] {
        var lines = [
            "\(Self.title) \(Self.format)", "name \(name)", "since \(since?.text ?? "-")",
            "at \(place.at)", "event \(place.event)", "event-hash \(place.eventHash.hex)",
            "position \(position)", "epoch \(epoch)", "chain \(String(chain, radix: 16))",
            "rows \(rowCount)", "bytes \(byteCount)", "content \(content.hex)",
            "index \(index.byteCount) \(index.digest.hex)",
        ]
        for file in files { lines.append("file \(file.byteCount) \(file.digest.hex)") }
        for need in needs { lines.append("needs \(need.name) \(need.digest.hex)") }
        return lines
    }

    private static let title = "leadline-backup"

    private static func text(of lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// Reads the file; throws what is wrong with it.
    static func read(_ bytes: [UInt8], path: String) throws(BackupFault) -> BackupManifest {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var reader = ManifestReader(lines: lines[...], path: path)
        guard lines.count > 2, lines.last?.isEmpty == true else {
            throw .damaged(path: path, reason: "the manifest is cut short")
        }
        guard let format = Decimals.number(try reader.words(title, 1)[0]) else {
            throw reader.fault
        }
        guard format <= Self.format else { throw .newerFormat(path: path) }
        let manifest = try reader.manifest()
        // Whatever else is in it is not what was written.
        guard manifest.bytes == bytes else { throw reader.fault }
        return manifest
    }
}

/// Reads the lines of a manifest, one after the other.
private struct ManifestReader {
    var lines: ArraySlice<ArraySlice<UInt8>>
    let path: String

    var fault: BackupFault {
        .damaged(path: path, reason: "the manifest is not what was written")
    }

    mutating func manifest() throws(BackupFault) -> BackupManifest {
        let name = try need(BackupName(text(try words("name", 1)[0])))
        let since = try words("since", 1)[0]
        let at = text(try words("at", 1)[0])
        let event = try need(Decimals.wide(try words("event", 1)[0]))
        let hash = try need(Digest256(hex: try words("event-hash", 1)[0]))
        let position = try need(Decimals.wide(try words("position", 1)[0]))
        let epoch = try need(Decimals.wide(try words("epoch", 1)[0]))
        let chain = try need(UInt64(text(try words("chain", 1)[0]), radix: 16))
        let rows = try need(Decimals.number(try words("rows", 1)[0]))
        let bytes = try need(Decimals.number(try words("bytes", 1)[0]))
        let content = try need(Digest256(hex: try words("content", 1)[0]))
        let index = try file("index")
        var manifest = BackupManifest(
            name: name,
            since: since.elementsEqual("-".utf8) ? nil : try need(BackupName(text(since))),
            place: BackupManifest.Place(event: event, eventHash: hash, at: at),
            position: position, epoch: epoch, chain: chain, rowCount: rows, byteCount: bytes,
            content: content, index: index, files: [], needs: [])
        while isNext("file") { manifest.files.append(try file("file")) }
        while isNext("needs") {
            let words = try words("needs", 2)
            manifest.needs.append(
                BackupManifest.Need(
                    name: try need(BackupName(text(words[0]))),
                    digest: try need(Digest256(hex: words[1]))))
        }
        _ = try words("sha256", 1)
        return manifest
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private func need<T>(_ value: T?) throws(BackupFault) -> T {
        guard let value else { throw fault }
        return value
    }

    private func isNext(_ word: String) -> Bool {
        lines.first?.starts(with: (word + " ").utf8) ?? false
    }

    private mutating func file(_ word: String) throws(BackupFault) -> BackupManifest.File {
        let words = try words(word, 2)
        let count = try need(Decimals.number(words[0]))
        guard count <= BackupManifest.fileBytesMax else { throw fault }
        return BackupManifest.File(
            byteCount: count,
            digest: try need(Digest256(hex: words[1])))
    }

    /// The values of the next line, which begins with `word` and has so many of them.
    mutating func words(
        _ word: String, _ count: Int
    ) throws(BackupFault) -> [ArraySlice<UInt8>] {
        let line = lines.popFirst() ?? []
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == count + 1, words[0].elementsEqual(word.utf8) else { throw fault }
        return Array(words.dropFirst())
    }
}
