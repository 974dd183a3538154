import LeadlineDigest

/// Where one block of a backup is: a line of the file `index`, which lists them in the order of
/// their rows.
struct BlockPlace: Hashable, Sendable {
    /// SHA-256 of the block's bytes.
    var digest: Digest256
    /// Whose file it is in: 0 for the backup's own, else the place among what it needs, from 1.
    var origin: Int
    /// The number of the file.
    var file: Int
    /// Where in the file it begins.
    var offset: Int
    /// How many bytes it has.
    var byteCount: Int
    /// How many rows it has.
    var rowCount: Int

    init(
        digest: Digest256, origin: Int, file: Int, offset: Int, byteCount: Int, rowCount: Int
    ) {
        self.digest = digest
        self.origin = origin
        self.file = file
        self.offset = offset
        self.byteCount = byteCount
        self.rowCount = rowCount
    }

    /// The line, its end included.
    var line: [UInt8] {
        Array("\(digest.hex) \(origin) \(file) \(offset) \(byteCount) \(rowCount)\n".utf8)
    }

    /// The place that a line, without its end, tells; nil when it is none.
    init?(line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 6, let digest = Digest256(hex: words[0]) else { return nil }
        var numbers: [Int] = []
        for word in words.dropFirst() {
            guard let number = Decimals.number(word) else { return nil }
            numbers.append(number)
        }
        self.init(
            digest: digest, origin: numbers[0], file: numbers[1], offset: numbers[2],
            byteCount: numbers[3], rowCount: numbers[4])
    }
}

/// Whole numbers as they are written in a backup: digits alone, no leading zero.
enum Decimals {
    /// The number that the bytes spell; nil when they spell none below 2⁶².
    static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let number = wide(bytes) else { return nil }
        return number < 1 << 62 ? Int(number) : nil
    }

    /// The number that the bytes spell; nil when they spell none below 2⁶⁴.
    static func wide(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        guard !bytes.isEmpty, bytes.count == 1 || bytes.first != UInt8(ascii: "0") else {
            return nil
        }
        var number: UInt64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(UInt64(byte - 48))
            guard !tooLarge, !overflow else { return nil }
            number = sum
        }
        return number
    }
}
