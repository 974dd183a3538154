import CLevelDB
import Glibc
import LeadlineStore
import Testing

@Suite("LevelDB's environment")
struct CarefulEnvironmentTests {
    private static let options = ldb_options(
        create_if_missing: 1, error_if_exists: 0, write_buffer_bytes: 1 << 20,
        file_bytes: 4 << 20, cache_bytes: 1 << 20, open_files_max: 100, bloom_bits_per_key: 10)

    @Test("The first failed append fails every later write, also when the disk has recovered")
    func latch() async throws {
        let directory = try TemporaryDirectory()
        await #expect(processExitsWith: .success) { [path = directory.data as String] in
            signal(SIGXFSZ, SIG_IGN)
            let database = try #require(Self.open(path))
            Self.limitFiles(to: 100_000)
            let written = Self.write(database, 0..<200)
            #expect(written.count > 50 && written == Array(0..<written.count))
            Self.limitFiles(to: .max)
            #expect(Self.write(database, 200..<300).isEmpty)
            ldb_close(database)
            let again = try #require(Self.open(path))
            #expect(Self.walk(again) == Walk(count: written.count, isWhole: true))
            ldb_close(again)
        }
    }

    @Test("A table that became shorter under an open database is an error and ends no process")
    func truncated() async throws {
        let directory = try TemporaryDirectory()
        await #expect(processExitsWith: .success) { [path = directory.data as String] in
            let database = try #require(Self.open(path))
            #expect(Self.write(database, 0..<200).count == 200)
            ldb_compact(database)
            #expect(Self.walk(database) == Walk(count: 200, isWhole: true))
            for name in Self.names(in: path) where name.hasSuffix(".ldb") {
                #expect(truncate("\(path)/\(name)", 0) == 0)
            }
            #expect(Self.walk(database) == Walk(count: 0, isWhole: false))
            ldb_close(database)
        }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        String(cString: $0)
                    }
                })
        }
        return names
    }

    private static func open(_ path: String) -> OpaquePointer? {
        var options = options
        var database: OpaquePointer?
        free(ldb_open(path, &options, &database).text)
        return database
    }

    private static func limitFiles(to bytes: rlim_t) {
        var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    }

    /// The numbers that were written, each with a thousand bytes.
    private static func write(_ database: OpaquePointer, _ numbers: Range<Int>) -> [Int] {
        let batch = ldb_batch_create()
        defer { ldb_batch_destroy(batch) }
        return numbers.filter { number in
            let key = [UInt8(number / 256), UInt8(number % 256)]
            let value = [UInt8](repeating: 0x61, count: 1000)
            ldb_batch_clear(batch)
            ldb_batch_put(batch, key, key.count, value, value.count)
            let status = ldb_write(database, batch, 1)
            free(status.text)
            return status.code == LDB_OK
        }
    }

    /// What an iterator shows of a database, and whether it says that this is all.
    private struct Walk: Equatable {
        var count = 0
        var isWhole = false
    }

    private static func walk(_ database: OpaquePointer) -> Walk {
        let iterator = ldb_iterator_create(database, 0)
        defer { ldb_iterator_destroy(iterator) }
        var walk = Walk()
        ldb_iterator_seek(iterator, [], 0)
        while ldb_iterator_is_valid(iterator) != 0 {
            walk.count += 1
            ldb_iterator_next(iterator)
        }
        let status = ldb_iterator_status(iterator)
        defer { free(status.text) }
        walk.isWhole = status.code == LDB_OK
        return walk
    }
}
