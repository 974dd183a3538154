import LeadlineStore
import Testing

@Suite("Record coding")
struct RecordCodingTests {
    private static let full = {
        var record = Referral(
            id: 7, partner: 9, email: "ann@example.com", words: ["roof", "", "x"])
        record.amount = -12_345
        record.isOpen = false
        return record
    }()

    private func encoded(_ record: Referral, version: UInt8 = Referral.recordVersion) -> [UInt8] {
        var writer = RecordWriter()
        writer.write(version)
        record.encode(into: &writer)
        return writer.bytes
    }

    private func decoded(_ bytes: [UInt8]) throws(RecordFault) -> Referral {
        var reader = try RecordReader(bytes[...])
        let record = try Referral(from: &reader)
        try reader.finish()
        return record
    }

    @Test("What is written is read back")
    func roundTrip() throws {
        for record in [Self.full, Referral(id: .max, partner: 0)] {
            #expect(try decoded(encoded(record)) == record)
        }
    }

    @Test("The layout on disk does not change")
    func layout() {
        var record = Referral(id: 1, partner: 2, email: "a", words: ["bc"])
        record.amount = -1
        #expect(
            encoded(record) == [
                2, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255,
                1, 1, 0x61, 1, 2, 0x62, 0x63, 1,
            ])
    }

    @Test("A record of an older version is read")
    func olderVersion() throws {
        let bytes = encoded(Self.full, version: 1).dropLast()
        let record = try decoded(Array(bytes))
        #expect(record.email == Self.full.email)
        #expect(record.isOpen)
    }

    @Test("A record cut anywhere is refused")
    func truncation() {
        let bytes = encoded(Self.full)
        for count in 0..<bytes.count {
            #expect(throws: RecordFault.truncated) { try decoded(Array(bytes.prefix(count))) }
        }
    }

    @Test("Bytes behind a record are refused")
    func trailingBytes() {
        #expect(throws: RecordFault.trailingBytes) { try decoded(encoded(Self.full) + [0]) }
    }

    @Test("A length beyond the record is refused before memory is taken for it")
    func hugeLengths() {
        for length in [[0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]]
            as [[UInt8]]
        {
            let bytes = [UInt8(2)] + length + [1, 2, 3]
            #expect(throws: RecordFault.truncated) {
                var reader = try RecordReader(bytes[...])
                _ = try reader.read([UInt64].self)
            }
        }
    }

    @Test(
        "Lengths of every size are read back", arguments: [0, 1, 127, 128, 16_383, 16_384, 70_000])
    func lengths(count: Int) throws {
        var writer = RecordWriter()
        writer.write(UInt8(1))
        writer.bytes([UInt8](repeating: 0xAB, count: count))
        var reader = try RecordReader(writer.bytes[...])
        #expect(try reader.bytes().count == count)
        try reader.finish()
    }

    @Test("A value that its type does not have is refused")
    func invalidValues() {
        enum Grade: UInt8 { case one = 1 }
        let bytes: [UInt8] = [1, 2]
        #expect(throws: RecordFault.invalid) {
            var reader = try RecordReader(bytes[...])
            _ = try reader.read(Bool.self)
        }
        #expect(throws: RecordFault.invalid) {
            var reader = try RecordReader(bytes[...])
            _ = try reader.raw(Grade.self)
        }
    }

    // Fault 127: damaged records are a record or a fault, never a trap
    @Test("Damaged bytes are a record or a fault, never a trap", arguments: [1, 2, 3] as [UInt64])
    func fuzz(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let whole = encoded(Self.full)
        var refused = 0
        for _ in 0..<5000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0...3, using: &generator))
            do throws(RecordFault) {
                _ = try decoded(bytes)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1000)
    }
}
