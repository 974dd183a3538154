internal import Synchronization

/// A folder of links to a store's files: it can be opened, written and thrown away, and the store
/// stays as it is.
///
/// LevelDB never writes into a file that it did not make, and makes none through a link (see
/// `CarefulEnv`). The store must not be open meanwhile: it would delete what is linked.
final class LinkedCopy: Sendable {
    /// Where the copy is.
    let path: String
    private let isThere = Mutex(true)

    /// Not of the data: locks belong to processes.
    private static let left: Set = ["lock", "LOCK", "LOG", "LOG.old"]

    /// Makes a copy of the store at `source` in the folder for temporary files.
    convenience init(of source: String) throws(StoreFault) {
        try self.init(of: source, in: FileSystem.makeTemporaryDirectory("leadline-"))
    }

    /// Makes a copy at `path`, in the place of one that was left behind there.
    convenience init(of source: String, at path: String) throws(StoreFault) {
        try FileSystem.removeDirectory(path)
        try FileSystem.makeDirectory(path)
        try self.init(of: source, in: path)
    }

    private init(of source: String, in path: String) throws(StoreFault) {
        self.path = path
        do throws(StoreFault) {
            let whole = try FileSystem.absolute(source)
            for name in try FileSystem.names(in: whole) where !Self.left.contains(name) {
                let file = whole + "/" + name
                guard FileSystem.isFile(file) else { continue }
                try FileSystem.link(file, at: path + "/" + name)
            }
        } catch {
            remove()
            throw error
        }
    }

    deinit { remove() }

    /// Has the file of that name be these bytes, in the copy alone.
    func replace(_ name: String, _ bytes: [UInt8]) throws(StoreFault) {
        try FileSystem.replace(path + "/" + name, bytes)
    }

    /// Removes the copy; a second call does nothing.
    ///
    /// What cannot be removed stays: it is links, and rows that the store has too.
    func remove() {
        let wasThere = isThere.withLock { isThere in
            defer { isThere = false }
            return isThere
        }
        if wasThere { try? FileSystem.removeDirectory(path) }
    }
}
