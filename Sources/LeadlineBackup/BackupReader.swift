import LeadlineDigest
import LeadlineStore

/// A backup that was finished: reads it, and tells what is wrong with it.
///
/// Everything that is read is compared with its digest; what is not what was written is refused.
package final class BackupReader {
    /// What it is.
    package let manifest: BackupManifest
    private let digest: Digest256
    private let folder: Folder
    private let backups: Folder
    private var origins: [Int: BackupReader] = [:]
    private var opened: (number: Int, file: InputFile)?

    /// An index is shorter.
    private static let indexBytesMax = 4 << 30
    /// A single row may be longer than other blocks.
    private static let blockBytesMax = 256 << 20

    /// Opens the backup in a folder; those it needs lie beside it.
    package convenience init(path: String) throws(BackupFault) {
        let folder = try Folder.open(path)
        try self.init(folder, in: try Folder.open(path + "/.."))
    }

    /// Reads the manifest, and sees that the files are there.
    init(_ folder: Folder, in backups: Folder) throws(BackupFault) {
        self.folder = folder
        self.backups = backups
        guard let file = try folder.file(BackupManifest.fileName) else {
            throw .noBackup(path: folder.path)
        }
        let bytes = try file.contents(limit: BackupManifest.bytesMax)
        manifest = try BackupManifest.read(bytes, path: folder.path)
        digest = Digest256(of: bytes[...])
        for (offset, file) in manifest.files.enumerated() {
            let name = BackupManifest.rowsName(offset + 1)
            guard let found = try folder.file(name) else { throw damaged("\(name) is missing") }
            guard try found.size() == file.byteCount else {
                throw damaged("\(name) has not the length that it had")
            }
        }
    }

    /// Looks at everything: each file, each block in the backups that it is made of, each row.
    package func verify() throws(BackupFault) {
        for (offset, file) in manifest.files.enumerated() {
            let name = BackupManifest.rowsName(offset + 1)
            guard let found = try folder.file(name), try found.digest() == file.digest else {
                throw damaged("\(name) is not what was written")
            }
        }
        try eachRow { (_: [UInt8], _: [UInt8]) throws(BackupFault) in }
    }

    /// Shows every row, in the order of their keys.
    ///
    /// - Throws: `damaged` when any of it is not what was written; then rows may have been shown,
    ///   each of which is sound.
    package func eachRow(
        _ visit: ([UInt8], [UInt8]) throws(BackupFault) -> Void
    ) throws(BackupFault) {
        var content = RunningDigest()
        var rowCount = 0
        var byteCount = 0
        var last: [UInt8] = []
        try eachPlace { (place: BlockPlace) throws(BackupFault) in
            let bytes = try block(place)
            content.update(place.digest)
            byteCount += bytes.count
            var rows = 0
            let isSound = try RowBlock.read(bytes) {
                (key: [UInt8], value: [UInt8]) throws(BackupFault) in
                guard last.isEmpty || last.lexicographicallyPrecedes(key) else {
                    throw damaged("its rows are out of order")
                }
                rows += 1
                last = key
                try visit(key, value)
            }
            guard isSound, rows == place.rowCount else { throw damaged("a block is none") }
            rowCount += rows
        }
        guard content.digest == manifest.content, rowCount == manifest.rowCount,
            byteCount == manifest.byteCount
        else { throw damaged("it has not the rows that it had") }
    }

    /// Shows where every block is, in their order.
    func eachPlace(
        _ visit: (BlockPlace) throws(BackupFault) -> Void
    ) throws(BackupFault) {
        guard let file = try folder.file(BackupManifest.indexName) else {
            throw damaged("its index is missing")
        }
        let bytes = try file.contents(limit: Self.indexBytesMax)
        guard bytes.count == manifest.index.byteCount,
            Digest256(of: bytes[...]) == manifest.index.digest
        else { throw damaged("its index is not what was written") }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let place = BlockPlace(line: line), place.origin <= manifest.needs.count else {
                throw damaged("a line of its index is none")
            }
            try visit(place)
        }
    }

    /// The backup that a block of that origin is in, as another one names it.
    func need(_ origin: Int) -> BackupManifest.Need {
        guard origin > 0 else { return BackupManifest.Need(name: manifest.name, digest: digest) }
        return manifest.needs[origin - 1]
    }

    // MARK: - Blocks

    private func block(_ place: BlockPlace) throws(BackupFault) -> [UInt8] {
        let holder = try holder(place.origin)
        let bytes = try holder.bytes(place)
        guard Digest256(of: bytes[...]) == place.digest else {
            throw holder.damaged("a block of \(BackupManifest.rowsName(place.file)) is damaged")
        }
        return bytes
    }

    private func bytes(_ place: BlockPlace) throws(BackupFault) -> [UInt8] {
        guard (1...max(1, manifest.files.count)).contains(place.file), !manifest.files.isEmpty,
            place.byteCount <= Self.blockBytesMax,
            place.offset + place.byteCount <= manifest.files[place.file - 1].byteCount
        else { throw damaged("a block lies outside of its files") }
        if opened?.number != place.file {
            let name = BackupManifest.rowsName(place.file)
            guard let file = try folder.file(name) else { throw damaged("\(name) is missing") }
            opened = (place.file, file)
        }
        return try opened?.file.read(place.byteCount, at: place.offset) ?? []
    }

    /// The backup that holds the blocks of an origin; it has to be the one that was there.
    private func holder(_ origin: Int) throws(BackupFault) -> BackupReader {
        guard origin > 0 else { return self }
        if let known = origins[origin] { return known }
        let need = manifest.needs[origin - 1]
        guard let folder = backups.folder(need.name.text) else {
            throw damaged("it needs the backup \(need.name), which is not beside it")
        }
        let reader = try BackupReader(folder, in: backups)
        guard reader.digest == need.digest else {
            throw damaged("it needs another backup \(need.name) than the one beside it")
        }
        origins[origin] = reader
        return reader
    }

    private func damaged(_ reason: String) -> BackupFault {
        .damaged(path: folder.path, reason: reason)
    }
}
