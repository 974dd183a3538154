import Foundation
import LeadlineBackup
import LeadlineDigest
import LeadlineStore
import Testing

/// A record of a number and some text.
struct Leaflet: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: UInt64
    var text: ArraySlice<UInt8>

    init(id: UInt64, text: String) {
        self.id = id
        self.text = Array(text.utf8)[...]
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(text)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = try reader.read()
        text = try reader.read()
    }
}

/// A folder with a store, backups of it, and stores restored from those; gone when the test is.
final class Yard {
    let path: String
    private(set) var store: Store
    let desk = BackupDesk()
    private let table = Table<Leaflet>(tag: 0x10, name: "leaflet")

    var backups: String { path + "/backups" }

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "leadline-backup-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
        store = try Store.open(Self.options(path + "/data"))
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    static func options(_ path: String) -> StoreOptions {
        StoreOptions(path: path, durability: .os, freeBytesMin: 0, freePercentMin: 0)
    }

    /// Puts records with the ids of a range, each of about `length` bytes.
    func put(_ ids: ClosedRange<UInt64>, length: Int = 20, _ word: String = "x") throws {
        let group = Group(store: store)
        for id in ids {
            let text = word + "\(id)" + String(repeating: ".", count: length)
            group.transact { $0.put(table, Leaflet(id: id, text: text)) }
            guard group.isFull || id == ids.upperBound else { continue }
            let entry = try #require(group.seal(epoch: store.epoch))
            try store.apply(entry)
            group.reset()
        }
    }

    @discardableResult
    func take(
        _ name: String, since base: String? = nil, bytesPerSecond: Int = 0
    ) throws -> BackupManifest {
        var view = store.view(.scan)
        return try take(name, since: base, of: &view, bytesPerSecond: bytesPerSecond)
    }

    @discardableResult
    func take(
        _ name: String, since base: String? = nil, of view: inout View, bytesPerSecond: Int = 0
    ) throws -> BackupManifest {
        let base = try base.map { try #require(BackupName($0)) }
        let place = BackupManifest.Place(
            event: 7, eventHash: .zero, at: "2026-11-21T17:00:00Z")
        return try desk.take(
            try #require(BackupName(name)), since: base, in: backups, place, &view
        ) { bytesPerSecond }
    }

    func reader(_ name: String) throws -> BackupReader {
        try BackupReader(path: backups + "/" + name)
    }

    /// The digest of the content of a store that was restored from a backup.
    func digestRestored(_ name: String, to folder: String) throws -> UInt64 {
        try Restore.fill(folder, from: try reader(name))
        try Restore.release(folder)
        let restored = try Store.open(Self.options(folder))
        defer { restored.close() }
        return try restored.contentDigest()
    }

    /// The names of everything in the folder of backups, with their permissions.
    func tree() throws -> [String: Int] {
        var tree: [String: Int] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: backups) {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: backups + "/" + name)
            tree[name] = attributes[.posixPermissions] as? Int
        }
        return tree
    }
}

/// What a body throws, as the fault of a backup.
func fault(_ body: () throws -> Void) -> BackupFault? {
    do {
        try body()
        return nil
    } catch {
        return error as? BackupFault
    }
}
