import LeadlineDigest
package import LeadlineStore

/// Everything that a store holds as lines of JSON, and back.
///
/// The first line says what it is, then comes a line for each row in the order of the keys, and the
/// last one has their number and SHA-256, without which a dump is no whole one.
package enum RowDump {
    static let title = Array("leadline".utf8)
    static let format: UInt64 = 1
    /// What the store's own rows stand under.
    package static let ownName = "store"
    /// Tags below are the store's own.
    package static let firstTableTag: UInt8 = 0x10
    private static let stepBytes = 1 << 20

    /// Writes all rows of a view.
    ///
    /// - Parameters:
    ///   - view: What is written, of the mode `scan`.
    ///   - names: The table of each tag, which is the first byte of a key.
    ///   - write: Called with whole lines.
    /// - Returns: How many rows were written.
    /// - Throws: What `write` throws, or `store` when a row cannot be read.
    package static func write(
        _ view: inout View, names: [UInt8: String],
        _ write: ([UInt8]) throws(BackupFault) -> Void
    ) throws(BackupFault) -> Int {
        try write(Array(#"{"dump":"leadline","format":\#(format)}"#.utf8) + [newline])
        var digest = RowDigest()
        var place: [UInt8]?
        repeat {
            var lines: [UInt8] = []
            place = view.rawRows(behind: place, bytesMax: stepBytes) { key, value in
                digest.add(key, value)
                append(key, value, names, to: &lines)
            }
            if let fault = view.fault { throw .store(fault) }
            if !lines.isEmpty { try write(lines) }
        } while place != nil
        let end = #"{"rows":\#(digest.rowCount),"sha256":"\#(digest.digest.hex)"}"#
        try write(Array(end.utf8) + [newline])
        return digest.rowCount
    }

    private static let newline = UInt8(ascii: "\n")

    private static func append(
        _ key: ArraySlice<UInt8>, _ value: [UInt8], _ names: [UInt8: String],
        to lines: inout [UInt8]
    ) {
        lines += #"{"table":"#.utf8
        DumpText.append((names[key.first ?? 0] ?? ownName).utf8, to: &lines)
        lines += #","key":"#.utf8
        DumpText.append(key, to: &lines)
        lines += #","value":"#.utf8
        DumpText.append(value, to: &lines)
        lines += [UInt8(ascii: "}"), newline]
    }
}

/// The digest of rows: what a dump's last line has.
struct RowDigest {
    private var running = RunningDigest()
    private var block = RowBlock()
    /// How many rows there are.
    private(set) var rowCount = 0

    /// Adds a row.
    mutating func add(_ key: ArraySlice<UInt8>, _ value: [UInt8]) {
        _ = block.append(key, value)
        rowCount += 1
        if block.bytes.count >= RowBlock.bytesMin { settle() }
    }

    /// The digest of all rows so far.
    var digest: Digest256 {
        var whole = self
        whole.settle()
        return whole.running.digest
    }

    private mutating func settle() {
        running.update(block.bytes[...])
        block.removeAll()
    }
}
