import Foundation
import LeadlineStore
import Testing

@Suite("A store that is taken away")
struct VanishedStoreTests {
    private static let schema = Schema()

    /// Serves two commits, does something to the directory, and tries a third and a fourth.
    private func expectPoison(_ harm: (TemporaryDirectory) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        func commit(_ id: UInt64) -> Outcome? {
            store.commit { $0.put(Self.schema.table, Referral(id: id, partner: 1)) }
        }
        #expect(commit(1) == .durable && commit(2) == .durable)
        try harm(directory)
        #expect(commit(3) == .unknown && commit(4) == .unknown)
        #expect(store.poison != nil && store.position == 2)
    }

    // Fault 72: the store's directory is deleted while it is served; the next commit poisons.
    @Test("A deleted directory takes no further commit, and is not made again")
    func deleted() throws {
        try expectPoison { directory in
            try FileManager.default.removeItem(atPath: directory.data)
        }
    }

    // Fault 72: the store's directory is moved, or replaced by a copy; the next commit poisons.
    @Test("A directory that was moved, or replaced by its copy, takes no further commit")
    func replaced() throws {
        try expectPoison { directory in
            try FileManager.default.moveItem(
                atPath: directory.data, toPath: directory.path + "/moved")
        }
        try expectPoison { directory in
            let moved = directory.path + "/moved"
            try FileManager.default.moveItem(atPath: directory.data, toPath: moved)
            try FileManager.default.copyItem(atPath: moved, toPath: directory.data)
        }
    }

    @Test("A wish for a compaction was taken for noted where the store was gone")
    func wish() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        try FileManager.default.removeItem(atPath: directory.data)
        #expect(throws: StoreFault.self) { try store.wishForCompaction() }
        #expect(store.poison != nil && !store.isCompactionWished)
        #expect(throws: StoreFault.self) { try store.wishForCompaction() }
    }

    // Fault 72: whether there is room cannot be asked where the store is gone; the commit tells.
    @Test("A directory that is gone is not taken for a full disk")
    func room() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        try FileManager.default.removeItem(atPath: directory.data)
        #expect(store.hasRoom())
    }

    // Fault 74: tmpfs, a container's layer and network file systems are told apart by the kernel's
    // numbers, and each has its warning.
    @Test("File systems that do not keep what was synced have a warning")
    func kinds() throws {
        #expect(DiskKind(path: "/dev/shm") == .memory)
        #expect(DiskKind(path: "/nowhere/at/all") == nil)
        #expect(DiskKind(number: 0x794c_7630) == .layer)
        #expect([0x6969, 0xff53_4d42, 0xfe53_4d42].allSatisfy { DiskKind(number: $0) == .network })
        // ext4 and xfs.
        #expect([0xef53, 0x5846_5342].allSatisfy { DiskKind(number: $0) == .lasting })
        for kind in [DiskKind.memory, .layer, .network] { #expect(kind.warning != nil) }
        #expect(DiskKind.lasting.warning == nil)
    }
}
