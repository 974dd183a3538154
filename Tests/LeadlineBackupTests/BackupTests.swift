import Foundation
import LeadlineBackup
import LeadlineDigest
import LeadlineStore
import Testing

@Suite("Backups")
struct BackupTests {
    private let yard: Yard

    init() throws { yard = try Yard() }

    @Test("What is restored is what was backed up, byte for byte, for its owner alone")
    func roundTrip() throws {
        try yard.put(1...3000)
        let manifest = try yard.take("full")
        #expect(manifest.position == yard.store.position)
        #expect(manifest.rowCount > 3000)
        #expect(manifest.writtenCount == manifest.byteCount)
        let restored = try yard.digestRestored("full", to: yard.path + "/restored")
        #expect(try restored == yard.store.contentDigest())
        for (name, mode) in try yard.tree() {
            #expect(mode == (name.contains("/") ? 0o600 : 0o700), "\(name)")
        }
    }

    // Fault 85: a copy is of the moment at which it began, whatever is written meanwhile.
    @Test("A backup is of one moment, whatever is written while it is taken")
    func oneMoment() throws {
        try yard.put(1...2000)
        let before = try yard.store.contentDigest()
        var view = yard.store.view(.scan)
        let head = view.commitHead()
        #expect(head?.position == yard.store.position)
        try yard.put(1000...4000, "changed")
        try yard.take("full", of: &view)
        #expect(try yard.digestRestored("full", to: yard.path + "/restored") == before)
    }

    @Test("An increment writes what has changed, and is restored with those that it needs")
    func increments() throws {
        try yard.put(1...20_000, length: 100)
        let full = try yard.take("full")
        try yard.put(9000...9020, length: 100, "second")
        let second = try yard.take("second", since: "full")
        try yard.put(15_000...15_010, length: 100, "third")
        let third = try yard.take("third", since: "second")
        let whole = try yard.take("whole")
        #expect(second.writtenCount < full.writtenCount / 5)
        #expect(third.writtenCount < full.writtenCount / 5)
        #expect(Set(third.needs.map(\.name.text)) == ["full", "second"])
        #expect(third.content == whole.content && third.content != second.content)
        let digest = try yard.store.contentDigest()
        #expect(try yard.digestRestored("third", to: yard.path + "/restored") == digest)
        let same = try yard.take("same", since: "third")
        #expect(same.writtenCount == 0 && same.files.isEmpty)
        #expect(try yard.digestRestored("same", to: yard.path + "/again") == digest)
    }

    @Test("An increment without what it needs, or with another in its place, is refused")
    func brokenChain() throws {
        try yard.put(1...5000, length: 100)
        try yard.take("full")
        try yard.take("more", since: "full")
        let full = yard.backups + "/full"
        try FileManager.default.moveItem(atPath: full, toPath: yard.backups + "/aside")
        #expect(fault { try yard.reader("more").verify() }?.description.contains("beside") == true)
        try yard.put(1...1, "other")
        try yard.take("full")
        #expect(fault { try yard.reader("more").verify() }?.description.contains("another") == true)
        let target = yard.path + "/restored"
        #expect(throws: BackupFault.self) {
            try Restore.fill(target, from: try yard.reader("more"))
        }
        #expect(!FileManager.default.fileExists(atPath: target))
    }

    @Test("A name is taken once; what a backup that was cut short has left is taken over")
    func names() throws {
        let name = try #require(BackupName("full"))
        try yard.put(1...10)
        try yard.take("full")
        let tree = try yard.tree()
        #expect(fault { try yard.take("full") } == .nameTaken(name))
        #expect(try yard.tree() == tree)
        try FileManager.default.removeItem(atPath: yard.backups + "/full/manifest")
        #expect(
            fault { try yard.reader("full").verify() } == .noBackup(path: yard.backups + "/full"))
        try yard.take("full")
        try yard.reader("full").verify()
        #expect(try yard.tree() == tree)
    }

    // Threat T24: what stands where a backup would go is left alone, be it a link to elsewhere
    @Test("What is not a backup's is not touched, and no link is followed")
    func foreign() throws {
        let name = try #require(BackupName("mine"))
        try yard.put(1...10)
        try FileManager.default.createDirectory(
            atPath: yard.backups + "/mine", withIntermediateDirectories: true)
        let note = yard.backups + "/mine/note.txt"
        #expect(FileManager.default.createFile(atPath: note, contents: Data()))
        #expect(fault { try yard.take("mine") } == .nameTaken(name))
        #expect(FileManager.default.fileExists(atPath: note))
        try FileManager.default.createSymbolicLink(
            atPath: yard.backups + "/linked", withDestinationPath: yard.path)
        #expect(throws: BackupFault.self) { try yard.take("linked") }
        #expect(throws: BackupFault.self) { try yard.take("next", since: "linked") }
        #expect(!FileManager.default.fileExists(atPath: yard.backups + "/next"))
    }

    // Threat T24: of a backup no file is a link, though what it leads to were the same
    @Test("A file of a backup that is a link is refused")
    func linkedFile() throws {
        try yard.put(1...10)
        try yard.take("full")
        for name in ["manifest", "index", "rows-000001"] {
            let file = yard.backups + "/full/" + name
            let elsewhere = yard.path + "/" + name
            try FileManager.default.moveItem(atPath: file, toPath: elsewhere)
            try FileManager.default.createSymbolicLink(
                atPath: file, withDestinationPath: elsewhere)
            #expect(throws: BackupFault.self) { try yard.reader("full").verify() }
            #expect(throws: BackupFault.self) { try yard.take("next", since: "full") }
            #expect(!FileManager.default.fileExists(atPath: yard.backups + "/next"))
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.moveItem(atPath: elsewhere, toPath: file)
            try yard.reader("full").verify()
        }
    }

    // Threat T24: a restore goes into an empty folder alone, and nothing of another one is touched
    @Test("A restore into a folder that holds something is refused, and leaves that as it is")
    func restoreOverSomething() throws {
        try yard.put(1...10)
        try yard.take("full")
        let folder = yard.path + "/elsewhere"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        let note = folder + "/note.txt"
        #expect(FileManager.default.createFile(atPath: note, contents: Data("mine".utf8)))
        #expect(throws: BackupFault.self) {
            try Restore.fill(folder, from: try yard.reader("full"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["note.txt"])
        #expect(FileManager.default.contents(atPath: note) == Data("mine".utf8))
    }

    @Test("A base that is not there, or is damaged, leaves nothing behind")
    func base() throws {
        try yard.put(1...10)
        let absent = try #require(BackupName("absent"))
        #expect(fault { try yard.take("a", since: "absent") } == .unknown(absent))
        try yard.take("full")
        let index = yard.backups + "/full/index"
        try Data("0".utf8).write(to: URL(filePath: index))
        #expect(throws: BackupFault.self) { try yard.take("a", since: "full") }
        #expect(!FileManager.default.fileExists(atPath: yard.backups + "/a"))
    }

    @Test("It is as slow as it is told, one at a time, and ends at once when the server stops")
    func pace() async throws {
        try yard.put(1...20_000, length: 100)
        let begun = ContinuousClock.now
        let manifest = try yard.take("slow", bytesPerSecond: 10 << 20)
        let least = Duration.milliseconds(manifest.byteCount * 900 / (10 << 20))
        #expect(ContinuousClock.now - begun > least)
        let (desk, backups) = (yard.desk, yard.backups)
        let store = yard.store
        let slower = Task.detachedThread {
            var view = store.view(.scan)
            let place = BackupManifest.Place(
                event: 0, eventHash: .zero, at: "2026-11-21T17:00:00Z")
            guard let name = BackupName("slower") else { return BackupFault.cancelled }
            return fault {
                _ = try desk.take(name, since: nil, in: backups, place, &view) { 1 << 18 }
            }
        }
        while desk.running?.rowCount ?? 0 == 0 { usleep(1000) }
        #expect(fault { try yard.take("second") } == .running(BackupName("slower")))
        desk.stop()
        #expect(await slower.value == .cancelled)
        #expect(fault { try yard.take("third") } == .cancelled)
        #expect(Set(try yard.tree().keys.filter { !$0.contains("/") }) == ["slow"])
    }
}

extension Task where Success == BackupFault?, Failure == Never {
    /// Runs what blocks on a thread of its own.
    fileprivate static func detachedThread(
        _ body: @escaping @Sendable () -> BackupFault?
    ) -> Task<BackupFault?, Never> {
        Task {
            await withCheckedContinuation { continuation in
                Thread { continuation.resume(returning: body()) }.start()
            }
        }
    }
}
