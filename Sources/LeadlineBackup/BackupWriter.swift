import Glibc
import LeadlineDigest
import LeadlineStore

/// Writes one backup; confined to one thread.
final class BackupWriter {
    private let name: BackupName
    private let backups: Folder
    private let folder: Folder
    private let base: BaseBlocks?
    private let desk: BackupDesk
    private var index: OutputFile?
    private var rows: OutputFile?
    private var files: [BackupManifest.File] = []
    private var block = RowBlock()
    private var content = RunningDigest()
    private var rowCount = 0
    private var byteCount = 0
    private var writtenCount = 0

    /// A file of rows ends with the block that makes it as long.
    private static let fileBytesMax = 256 << 20
    /// Between two looks at the clock, and at whether it is to end, so much is read.
    private static let stepBytes = 256 << 10

    /// Claims the name; throws, with nothing left behind, when that or the base cannot be had.
    init(
        _ name: BackupName, since base: BackupName?, in directory: String, _ desk: BackupDesk
    ) throws(BackupFault) {
        self.name = name
        self.desk = desk
        let backups = try Folder.open(directory, makes: true)
        let folder = try Self.claim(name, backups)
        var blocks: BaseBlocks?
        do throws(BackupFault) {
            if let base { blocks = try BaseBlocks(base, backups) }
        } catch {
            Self.clear(folder, name, backups)
            throw error
        }
        self.backups = backups
        self.folder = folder
        self.base = blocks
    }

    /// Copies what the view shows.
    func run(
        _ view: inout View, _ place: BackupManifest.Place, _ pace: () throws(BackupFault) -> Int
    ) throws(BackupFault) -> BackupManifest {
        do throws(BackupFault) {
            index = try folder.create(BackupManifest.indexName)
            guard let head = view.commitHead() else { throw Self.fault(of: view) }
            try copy(&view, pace)
            try endFile()
            guard let index else { throw .cancelled }
            let manifest = BackupManifest(
                name: name, since: base?.name, place: place, position: head.position,
                epoch: head.epoch, chain: head.chain, rowCount: rowCount, byteCount: byteCount,
                content: content.digest,
                index: BackupManifest.File(byteCount: index.count, digest: try index.finish()),
                files: files, needs: base?.needs ?? [])
            try publish(manifest)
            return manifest
        } catch {
            index = nil
            rows = nil
            Self.clear(folder, name, backups)
            throw error
        }
    }

    // MARK: - Rows

    private func copy(
        _ view: inout View, _ pace: () throws(BackupFault) -> Int
    ) throws(BackupFault) {
        var place: [UInt8]?
        while true {
            let begun = ContinuousClock.now
            var blocks: [RowBlock] = []
            place = view.rawRows(behind: place, bytesMax: Self.stepBytes) { key, value in
                guard block.append(key, value) else { return }
                blocks.append(block)
                block.removeAll()
            }
            if view.fault != nil { throw Self.fault(of: view) }
            let before = byteCount
            for block in blocks { try write(block) }
            guard place != nil else { break }
            try desk.note(
                rows: rowCount + block.rowCount, bytes: byteCount, written: writtenCount)
            try wait(since: begun, bytes: max(byteCount - before, Self.stepBytes), try pace())
        }
        if block.rowCount > 0 { try write(block) }
        try desk.note(rows: rowCount, bytes: byteCount, written: writtenCount)
    }

    /// Sleeps as long as the step was faster than it may be.
    private func wait(
        since begun: ContinuousClock.Instant, bytes: Int, _ bytesPerSecond: Int
    ) throws(BackupFault) {
        guard bytesPerSecond > 0 else { return }
        let due = begun + .microseconds(bytes * 1_000_000 / bytesPerSecond)
        while true {
            let left = (due - ContinuousClock.now) / .microseconds(1)
            guard left > 0 else { return }
            usleep(UInt32(min(left, Self.sleepMicrosecondsMax)))
            try desk.note(
                rows: rowCount + block.rowCount, bytes: byteCount, written: writtenCount)
        }
    }

    /// So often it looks whether it is to end.
    private static let sleepMicrosecondsMax = 100_000.0

    private func write(_ block: RowBlock) throws(BackupFault) {
        let digest = Digest256(of: block.bytes[...])
        content.update(digest)
        rowCount += block.rowCount
        byteCount += block.bytes.count
        if let known = base?.place(of: digest, block) {
            try index?.write(known.line)
            return
        }
        let rows = try openRows()
        let place = BlockPlace(
            digest: digest, origin: 0, file: files.count + 1, offset: rows.count,
            byteCount: block.bytes.count, rowCount: block.rowCount)
        try rows.write(block.bytes)
        try index?.write(place.line)
        writtenCount += block.bytes.count
        if rows.count >= Self.fileBytesMax { try endFile() }
    }

    private func openRows() throws(BackupFault) -> OutputFile {
        if let rows { return rows }
        let opened = try folder.create(BackupManifest.rowsName(files.count + 1))
        rows = opened
        return opened
    }

    private func endFile() throws(BackupFault) {
        guard let rows else { return }
        files.append(BackupManifest.File(byteCount: rows.count, digest: try rows.finish()))
        self.rows = nil
    }

    // MARK: - Beginning and end

    /// The folder of the new backup: made, or one that a backup which was cut short has left.
    private static func claim(
        _ name: BackupName, _ backups: Folder
    ) throws(BackupFault) -> Folder {
        let isNew = try backups.makeFolder(name.text)
        guard let folder = backups.folder(name.text) else { throw .nameTaken(name) }
        guard folder.lock() else { throw .running(nil) }
        guard !isNew else { return folder }
        let names = try folder.names()
        guard names.allSatisfy(isOfUnfinished) else { throw .nameTaken(name) }
        for left in names { folder.remove(left) }
        return folder
    }

    private static let draftName = "manifest.new"

    /// Whether a file may be in the folder of a backup that was not finished.
    private static func isOfUnfinished(_ name: String) -> Bool {
        name == BackupManifest.indexName || name == draftName || name.hasPrefix("rows-")
    }

    /// Takes everything away that was written.
    private static func clear(_ folder: Folder, _ name: BackupName, _ backups: Folder) {
        folder.remove(BackupManifest.fileName)
        for left in (try? folder.names()) ?? [] where isOfUnfinished(left) { folder.remove(left) }
        backups.removeFolder(name.text)
    }

    /// Makes it a backup: everything else is on disk before the manifest has its name.
    private func publish(_ manifest: BackupManifest) throws(BackupFault) {
        let draft = try folder.create(Self.draftName)
        try draft.write(manifest.bytes)
        _ = try draft.finish()
        try folder.sync()
        try folder.rename(Self.draftName, to: BackupManifest.fileName)
        try folder.sync()
        try backups.sync()
    }

    private static func fault(of view: borrowing View) -> BackupFault {
        .store(view.fault ?? .closed)
    }
}

/// The blocks of the backup that another is an increment to, found by their digests.
final class BaseBlocks {
    /// The base's name.
    let name: BackupName
    private let base: BackupReader
    private var places: [Digest256: BlockPlace] = [:]
    private var numbers: [Int: Int] = [:]
    /// The backups that blocks were taken of, in the order of their numbers from 1.
    private(set) var needs: [BackupManifest.Need] = []

    /// Reads what the base consists of; its rows are not looked at.
    init(_ name: BackupName, _ backups: Folder) throws(BackupFault) {
        self.name = name
        guard let folder = backups.folder(name.text),
            try folder.file(BackupManifest.fileName) != nil
        else { throw .unknown(name) }
        base = try BackupReader(folder, in: backups)
        try base.eachPlace { (place: BlockPlace) throws(BackupFault) in places[place.digest] = place
        }
    }

    /// Where a block is that the base has, as the new backup names it; nil when it has none.
    func place(of digest: Digest256, _ block: RowBlock) -> BlockPlace? {
        guard var place = places[digest], place.byteCount == block.bytes.count,
            place.rowCount == block.rowCount
        else { return nil }
        let origin = place.origin
        if let known = numbers[origin] {
            place.origin = known
        } else {
            needs.append(base.need(origin))
            numbers[origin] = needs.count
            place.origin = needs.count
        }
        return place
    }
}
