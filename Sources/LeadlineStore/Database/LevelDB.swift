internal import CLevelDB
internal import Glibc
internal import Synchronization

/// One open LevelDB database; every pointer into LevelDB stays in this file.
///
/// Its calls may be made from any thread. After `close` they throw.
@safe final class LevelDB: @unchecked Sendable {
    // LevelDB synchronises itself, and the pointer never changes: hence Sendable.
    private let handle: OpaquePointer
    /// Who reads now.
    let usage = Usage()
    private let lock: Mutex<FileLock?>
    private let isClosed = Atomic<Bool>(false)

    /// How a database is opened.
    struct Settings {
        /// Whether a database is made where there is none.
        var creates: Bool
        /// The size of the table in memory.
        var writeBufferBytes: Int
        /// The size of the cache of uncompressed blocks.
        var cacheBytes: Int

        init(creates: Bool, writeBufferBytes: Int, cacheBytes: Int) {
            self.creates = creates
            self.writeBufferBytes = writeBufferBytes
            self.cacheBytes = cacheBytes
        }

        /// What a store's options say of it.
        init(_ options: StoreOptions, creates: Bool) {
            self.init(
                creates: creates, writeBufferBytes: options.writeBufferBytes,
                cacheBytes: options.cacheBytes)
        }
    }

    /// Files on level 0 with which LevelDB delays writes (`config::kL0_SlowdownWritesTrigger`).
    static let slowdownFiles = 8
    /// Files on level 0 with which it stops them (`config::kL0_StopWritesTrigger`).
    static let stopFiles = 12

    private static let tableBytes = 16 << 20
    private static let bloomBitsPerKey: Int32 = 10

    /// Opens the database in the directory `path`; `lock` is held until it is closed.
    init(path: String, _ settings: Settings, _ lock: FileLock) throws(StoreFault) {
        self.lock = Mutex(lock)
        var options = Self.options(settings)
        var opened: OpaquePointer?
        let status = unsafe ldb_open(path, &options, &opened)
        try unsafe check(status, "opening the database")
        guard let pointer = unsafe opened else {
            throw .failed(operation: "opening the database", reason: "no handle")
        }
        unsafe handle = pointer
    }

    /// Makes a database of the tables and logs in a directory, whose list of tables is lost.
    ///
    /// Only for a copy: it changes the directory.
    static func remake(path: String, _ settings: Settings) throws(StoreFault) {
        var options = options(settings)
        try unsafe check(ldb_repair(path, &options), "making a list of the tables")
    }

    /// The logs in a directory, the newest last.
    static func logs(
        in directory: String
    ) throws(StoreFault) -> [(number: UInt64, name: String)] {
        let logs = try FileSystem.names(in: directory).compactMap { name in
            name.hasSuffix(".log") ? UInt64(name.dropLast(4)).map { (number: $0, name: name) } : nil
        }
        return logs.sorted { $0.number < $1.number }
    }

    /// The version of LevelDB: its major number times 1000, and the minor one.
    static var version: UInt32 { ldb_version() }

    private static func options(_ settings: Settings) -> ldb_options {
        ldb_options(
            create_if_missing: settings.creates ? 1 : 0,
            error_if_exists: settings.creates ? 1 : 0,
            write_buffer_bytes: settings.writeBufferBytes,
            file_bytes: tableBytes,
            cache_bytes: settings.cacheBytes,
            open_files_max: StoreOptions.openFilesMax,
            bloom_bits_per_key: bloomBitsPerKey)
    }

    deinit {
        // A cursor keeps its database alive, so there is none now.
        close(within: .zero)
    }

    /// Closes the database once nobody reads any more, waiting at most `limit` for readers.
    ///
    /// When they stay longer it remains open until they are gone, or the process is: LevelDB dies
    /// when it is closed under an iterator.
    func close(within limit: Duration) {
        guard usage.close(within: limit),
            !isClosed.exchange(true, ordering: .sequentiallyConsistent)
        else { return }
        unsafe ldb_close(handle)
        lock.withLock { $0 = nil }
    }

    /// The value under `key`, its checksum verified; nil when there is none.
    func value(of key: [UInt8]) throws(StoreFault) -> [UInt8]? {
        guard usage.enter() else { throw .closed }
        defer { usage.leave() }
        var found = unsafe ldb_bytes()
        let status = unsafe ldb_get(handle, key, key.count, &found)
        guard unsafe status.code != LDB_NOT_FOUND else { return nil }
        try unsafe check(status, "reading")
        return unsafe array(found)
    }

    /// Lends the value under `key`, its checksum verified; false when there is none, or `body`
    /// says so.
    func withValue(
        of key: [UInt8], _ body: (UnsafeRawBufferPointer) -> Bool
    ) throws(StoreFault) -> Bool {
        guard usage.enter() else { throw .closed }
        defer { usage.leave() }
        var found = unsafe ldb_bytes()
        let status = unsafe ldb_get(handle, key, key.count, &found)
        guard unsafe status.code != LDB_NOT_FOUND else { return false }
        try unsafe check(status, "reading")
        return unsafe body(UnsafeRawBufferPointer(start: found.data, count: found.count))
    }

    /// Writes a whole batch or nothing of it; with `sync` it is on disk afterwards.
    func write(_ batch: borrowing Batch, sync: Bool) throws(StoreFault) {
        guard usage.enter() else { throw .closed }
        defer { usage.leave() }
        let status = unsafe ldb_write(handle, batch.handle, sync ? 1 : 0)
        try unsafe check(status, "writing")
    }

    /// Whether the database's directory is still the one that was opened.
    var isInPlace: Bool { lock.withLock { $0?.isInPlace ?? false } }

    /// What LevelDB tells about itself under a name; nil when it does not know it.
    func property(_ name: String) -> String? {
        guard usage.enter() else { return nil }
        defer { usage.leave() }
        guard let text = unsafe ldb_property(handle, name) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Compacts everything; returns when done.
    func compact() {
        guard usage.enter() else { return }
        defer { usage.leave() }
        unsafe ldb_compact(handle)
    }

    /// Writes what is in memory to a file; returns when done.
    func flush() {
        guard usage.enter() else { return }
        defer { usage.leave() }
        unsafe ldb_flush(handle)
    }

    /// A batch of puts and deletes, reused from write to write.
    @safe struct Batch: ~Copyable, @unchecked Sendable {
        // Owned by this value alone, and the value is not copied: hence Sendable.
        fileprivate let handle: OpaquePointer

        /// Starts empty.
        init() {
            unsafe handle = ldb_batch_create()
        }

        deinit {
            unsafe ldb_batch_destroy(handle)
        }

        /// Empties the batch, keeping its memory.
        mutating func clear() {
            unsafe ldb_batch_clear(handle)
        }

        /// Adds a put.
        mutating func put(_ key: Span<UInt8>, _ value: Span<UInt8>) {
            unsafe key.withUnsafeBufferPointer { key in
                unsafe value.withUnsafeBufferPointer { value in
                    unsafe ldb_batch_put(
                        handle, key.baseAddress, key.count, value.baseAddress, value.count)
                }
            }
        }

        /// Adds a delete.
        mutating func delete(_ key: Span<UInt8>) {
            unsafe key.withUnsafeBufferPointer { key in
                unsafe ldb_batch_delete(handle, key.baseAddress, key.count)
            }
        }
    }

    /// One unchanging view of the database, walked key by key.
    ///
    /// Confined to one thread. An error ends a walk early or leaves rows out: `check` after every
    /// walk and every seek.
    @safe final class Cursor {
        private let handle: OpaquePointer
        private let database: LevelDB
        private let number: Int

        /// Opens a view of what is in `database` now; the blocks that it reads are kept in memory
        /// for the next one, or leave there what is.
        init(_ database: LevelDB, keepsBlocks: Bool) throws(StoreFault) {
            guard let number = database.usage.beginCursor() else { throw .closed }
            self.number = number
            self.database = database
            unsafe handle = ldb_iterator_create(database.handle, keepsBlocks ? 1 : 0)
        }

        deinit {
            unsafe ldb_iterator_destroy(handle)
            database.usage.endCursor(number)
        }

        /// Whether the cursor stands at a row.
        var isValid: Bool { unsafe ldb_iterator_is_valid(handle) != 0 }

        /// Moves to the first row at or behind `key`.
        func seek(_ key: [UInt8]) {
            unsafe ldb_iterator_seek(handle, key, key.count)
        }

        /// Moves to the last row.
        func seekToLast() {
            unsafe ldb_iterator_seek_to_last(handle)
        }

        /// Moves to the next row; only from a row.
        func next() {
            unsafe ldb_iterator_next(handle)
        }

        /// Moves to the row before; only from a row.
        func previous() {
            unsafe ldb_iterator_previous(handle)
        }

        /// Whether the cursor stands at the row of `key`.
        func isAt(_ key: [UInt8]) -> Bool { distance(to: key, of: key.count) == 0 }

        /// Moves row by row to where the row of `key` is or would be; false when that cannot be
        /// said to be near: then the cursor may stand anywhere.
        ///
        /// Two keys are near each other when they differ in the number that ends them only.
        func step(to key: [UInt8], atMost stepsMax: Int) -> Bool {
            let base = key.count - MemoryLayout<UInt64>.size
            guard base > 0, let first = distance(to: key, of: base), abs(first) <= stepsMax else {
                return false
            }
            var left = first
            while left != 0, (left > 0) == (first > 0) {
                if first > 0 { next() } else { previous() }
                guard let distance = distance(to: key, of: base) else { return false }
                left = distance
            }
            return true
        }

        /// How much greater the number is that ends `key` than the one at the row, if they are
        /// alike in the bytes before it; nil when they are not, or there is no row.
        private func distance(to key: [UInt8], of base: Int) -> Int? {
            guard isValid else { return nil }
            let row = unsafe ldb_iterator_key(handle)
            guard unsafe row.count == key.count, unsafe memcmp(row.data, key, base) == 0 else {
                return nil
            }
            var (here, there): (UInt64, UInt64) = (0, 0)
            for index in base..<key.count {
                unsafe here = here << 8 | UInt64(row.data[index])
                there = there << 8 | UInt64(key[index])
            }
            let distance = Int(clamping: max(here, there) - min(here, there))
            return there < here ? -distance : distance
        }

        /// Copies the row's key into `buffer`, keeping the buffer's storage; only at a row.
        func readKey(into buffer: inout [UInt8]) {
            buffer.removeAll(keepingCapacity: true)
            let key = unsafe ldb_iterator_key(handle)
            unsafe buffer.append(
                contentsOf: UnsafeBufferPointer(start: key.data, count: key.count))
        }

        /// The row's value; only at a row.
        func value() -> [UInt8] {
            unsafe array(ldb_iterator_value(handle))
        }

        /// Lends the row's value; only at a row.
        func withValue(_ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
            let value = unsafe ldb_iterator_value(handle)
            return unsafe body(UnsafeRawBufferPointer(start: value.data, count: value.count))
        }

        /// Throws the error that ended the walk, if one did.
        func check() throws(StoreFault) {
            try unsafe LeadlineStore.check(ldb_iterator_status(handle), "scanning")
        }
    }
}

private func array(_ bytes: ldb_bytes) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: bytes.data, count: bytes.count))
}

private func check(_ status: ldb_status, _ operation: String) throws(StoreFault) {
    guard unsafe status.code != LDB_OK else { return }
    var reason = "no reason given"
    if let text = unsafe status.text {
        unsafe reason = String(cString: text)
        unsafe free(text)
    }
    guard unsafe status.code != LDB_CORRUPTION else { throw .corrupt(reason) }
    throw .failed(operation: operation, reason: reason)
}
