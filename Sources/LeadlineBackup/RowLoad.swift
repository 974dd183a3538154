import LeadlineDigest
import LeadlineStore

/// Makes a store of a dump's lines; confined to one thread.
///
/// The store is not served before `Restore.release`.
package final class RowLoad {
    private let filler: StoreFiller
    private var digest = RowDigest()
    private var lineNumber = 0
    private var isEnded = false
    /// What each first byte of a key was called, and on which line first.
    package private(set) var names: [UInt8: (name: String, line: Int)] = [:]

    /// Begins in a folder that is empty, not there, or was half loaded.
    package init(path: String) throws(BackupFault) {
        filler = try Restore.stored { () throws(StoreFault) in try StoreFiller(path: path) }
    }

    /// Takes the next line, without its end.
    package func take(_ line: [UInt8]) throws(BackupFault) {
        lineNumber += 1
        var reader = DumpLineReader(line)
        guard !isEnded, let members = reader.members() else {
            throw fault(isEnded ? "stands behind the end of the dump" : "is no line of a dump")
        }
        let words = members.map { String(decoding: $0.name, as: UTF8.self) }
        let values = members.map(\.value)
        switch words {
        case ["dump", "format"] where lineNumber == 1: try begin(values)
        case ["table", "key", "value"] where lineNumber > 1: try row(values)
        case ["rows", "sha256"] where lineNumber > 1: try end(values)
        default: throw fault("has members that are not expected there")
        }
    }

    /// Ends the load; every line was taken.
    ///
    /// - Returns: How many rows there are.
    package func finish() throws(BackupFault) -> Int {
        guard isEnded else { throw fault("is the last one: the dump is cut short") }
        _ = try Restore.stored { () throws(StoreFault) in try filler.finish() }
        return digest.rowCount
    }

    private func begin(_ values: [DumpValue]) throws(BackupFault) {
        guard values[0] == .bytes(RowDump.title) else { throw fault("begins no dump") }
        guard values[1] == .number(RowDump.format) else {
            throw fault("begins a dump of a format that this program does not read")
        }
    }

    private func row(_ values: [DumpValue]) throws(BackupFault) {
        guard case .bytes(let name) = values[0], case .bytes(let key) = values[1],
            case .bytes(let value) = values[2], let tag = key.first
        else { throw fault("has no key") }
        let table = String(decoding: name, as: UTF8.self)
        guard names[tag].map({ $0.name == table }) ?? true else {
            throw fault("has a key of another table than '\(table)'")
        }
        if names[tag] == nil { names[tag] = (table, lineNumber) }
        do throws(StoreFault) {
            try filler.put(key, value)
        } catch {
            guard case .corrupt(let reason) = error else { throw .store(error) }
            throw fault(reason)
        }
        digest.add(key[...], value)
    }

    private func end(_ values: [DumpValue]) throws(BackupFault) {
        guard values[0] == .number(UInt64(digest.rowCount)),
            values[1] == .bytes(Array(digest.digest.hex.utf8))
        else { throw fault("does not fit the rows: one is missing or was changed") }
        isEnded = true
    }

    private func fault(_ reason: String) -> BackupFault { .line(lineNumber, reason: reason) }
}
