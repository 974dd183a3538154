import LeadlineDigest

@testable import LeadlineBackup

extension Decoder {
    /// The files of a backup, of a dump and of erasures: the first byte chooses which.
    static let backupFile = Decoder("backup-file") { bytes in
        var choices = Choices(bytes)
        let choice = choices.below(7)
        let rest = Array(choices.rest)
        switch choice {
        case 0: try manifest(rest)
        case 1: try manifest(sealed(rest))
        case 2: try place(rest)
        case 3: try block(rest)
        case 4: try dumpLine(rest)
        case 5: try erasures(rest)
        default:
            let name = String(decoding: rest, as: UTF8.self)
            if let known = BackupName(name) {
                try hold(!known.text.contains("/") && !known.text.hasPrefix("."), "a plain name")
            }
        }
    }
}

/// Lines with the digest behind them that makes them a manifest, as nobody's chance would.
private func sealed(_ lines: [UInt8]) -> [UInt8] {
    lines + Array("sha256 \(Digest256(of: lines[...]).hex)\n".utf8)
}

private func manifest(_ bytes: [UInt8]) throws {
    guard let manifest = try? BackupManifest.read(bytes, path: "backup") else { return }
    try hold(manifest.bytes, equals: bytes, "a manifest")
    try hold(manifest.writtenCount >= 0, "a sum of its files")
    for file in manifest.files {
        try hold(file.byteCount <= BackupManifest.fileBytesMax, "a file's length")
    }
}

/// A line of an index, and its end.
private func place(_ bytes: [UInt8]) throws {
    guard let place = BlockPlace(line: bytes[...]) else { return }
    try hold(place.line, equals: bytes + [0x0A], "a place")
    try hold(!place.offset.addingReportingOverflow(place.byteCount).overflow, "its end is a number")
}

private func block(_ bytes: [UInt8]) throws {
    var rows: [[UInt8]] = []
    var again = RowBlock()
    let isSound = RowBlock.read(bytes) { key, value in
        rows += [key, value]
        _ = again.append(key[...], value)
    }
    guard isSound else { return }
    try hold(rows.reduce(0) { $0 + $1.count } <= bytes.count, "no row is made up")
    var same: [[UInt8]] = []
    try hold(RowBlock.read(again.bytes) { same += [$0, $1] }, "a block is read as it is written")
    try hold(same, equals: rows, "a block")
}

private func dumpLine(_ bytes: [UInt8]) throws {
    var reader = DumpLineReader(bytes)
    guard let members = reader.members() else { return }
    var line = Array("{".utf8)
    for (offset, member) in members.enumerated() {
        if offset > 0 { line += ",".utf8 }
        DumpText.append(member.name, to: &line)
        line += ":".utf8
        switch member.value {
        case .bytes(let bytes): DumpText.append(bytes, to: &line)
        case .number(let number): line += "\(number)".utf8
        }
    }
    var second = DumpLineReader(line + Array("}".utf8))
    let again = second.members()
    try hold(again?.map(\.name), equals: members.map(\.name), "names of a line")
    try hold(again?.map(\.value), equals: members.map(\.value), "values of a line")
}

private func erasures(_ bytes: [UInt8]) throws {
    guard let list = ErasureList(bytes: bytes) else { return }
    try hold(ErasureList(bytes: list.bytes), equals: list, "a list of erasures")
}
