import Foundation
import LeadlineBackup
import LeadlineStore
import Testing

@Suite("Damaged backups, and restores that are cut short")
struct DamageTests {
    private let yard: Yard

    init() throws { yard = try Yard() }

    private func isRefused(_ name: String) -> Bool {
        fault { try yard.reader(name).verify() } != nil
    }

    // Guarantee G4: whichever byte of a backup is another one, it is refused.
    @Test("Each byte of each file counts, and so does each file's length")
    func everyByte() throws {
        try yard.put(1...8)
        try yard.take("base")
        try yard.put(9...9)
        try yard.take("more", since: "base")
        for name in try yard.tree().keys.sorted() where name.contains("/") {
            let path = yard.backups + "/" + name
            let whole = try Data(contentsOf: URL(filePath: path))
            for place in whole.indices {
                var damaged = whole
                damaged[place] ^= 1 << (place % 8)
                try damaged.write(to: URL(filePath: path))
                #expect(isRefused("base") || isRefused("more"), "\(name), byte \(place)")
            }
            for length in stride(from: 0, to: whole.count, by: 7) {
                try whole.prefix(length).write(to: URL(filePath: path))
                #expect(isRefused("base") || isRefused("more"), "\(name), \(length) bytes")
            }
            try (whole + Data([0])).write(to: URL(filePath: path))
            #expect(isRefused("base") || isRefused("more"), "\(name), a byte more")
            try FileManager.default.removeItem(atPath: path)
            #expect(isRefused("base") || isRefused("more"), "without \(name)")
            try whole.write(to: URL(filePath: path))
        }
        #expect(!isRefused("base") && !isRefused("more"))
    }

    @Test("A manifest of a newer format is told from a damaged one")
    func newer() throws {
        try yard.put(1...8)
        try yard.take("full")
        let path = yard.backups + "/full/manifest"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let newer = text.replacingOccurrences(of: "leadline-backup 1", with: "leadline-backup 2")
        try newer.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(fault { try yard.reader("full").verify() }?.description.contains("newer") == true)
    }

    // Fault 46: what a restore that was cut short has left is not served, and is restored again.
    @Test("A store that is half restored is not opened; the restore may be run again")
    func halfRestored() throws {
        try yard.put(1...3000)
        try yard.take("full")
        let target = yard.path + "/restored"
        let filler = try StoreFiller(path: target)
        var count = 0
        _ = fault {
            try yard.reader("full").eachRow { (key: [UInt8], value: [UInt8]) throws(BackupFault) in
                count += 1
                guard count < 1000 else { throw .cancelled }
                do throws(StoreFault) { try filler.put(key, value) } catch { throw .store(error) }
            }
        }
        #expect(throws: StoreFault.halfRestored(path: target)) {
            try Store.open(Yard.options(target))
        }
        #expect(throws: BackupFault.store(.inUse(path: target))) {
            try Restore.fill(target, from: try yard.reader("full"))
        }
        drop(filler)
        #expect(throws: StoreFault.halfRestored(path: target)) {
            var options = Yard.options(target)
            options.create = .initialize
            _ = try Store.open(options)
        }
    }

    private func drop(_ filler: consuming StoreFiller) {}

    // Fault 46: one that was killed before it had said that it began is restored again, too.
    @Test("A restore killed while it made its first file may be run again")
    func barelyBegun() throws {
        try yard.put(1...10)
        try yard.take("full")
        let target = yard.path + "/restored"
        try FileManager.default.createDirectory(
            atPath: target, withIntermediateDirectories: false)
        for name in ["lock", "restoring.new"] {
            #expect(FileManager.default.createFile(atPath: target + "/" + name, contents: Data()))
        }
        #expect(try yard.digestRestored("full", to: target) == yard.store.contentDigest())
    }

    @Test("Whatever is in the target is left alone")
    func notEmpty() throws {
        try yard.put(1...10)
        try yard.take("full")
        let target = yard.path + "/data"
        #expect(throws: BackupFault.store(.notEmpty(path: target))) {
            try Restore.fill(target, from: try yard.reader("full"))
        }
        let file = yard.path + "/file"
        #expect(FileManager.default.createFile(atPath: file, contents: Data()))
        #expect(throws: BackupFault.store(.notDirectory(path: file))) {
            try Restore.fill(file, from: try yard.reader("full"))
        }
    }

    @Test("A restore is run again over what one that was cut short has left")
    func again() throws {
        try yard.put(1...3000)
        try yard.take("full")
        let target = yard.path + "/restored"
        // Filled and never released: as if it had been killed just before its end.
        try Restore.fill(target, from: try yard.reader("full"))
        #expect(throws: StoreFault.halfRestored(path: target)) {
            try Store.open(Yard.options(target))
        }
        let digest = try yard.store.contentDigest()
        #expect(try yard.digestRestored("full", to: target) == digest)
        #expect(throws: BackupFault.store(.notEmpty(path: target))) {
            try Restore.fill(target, from: try yard.reader("full"))
        }
    }
}
