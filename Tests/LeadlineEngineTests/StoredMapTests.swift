import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

@Suite struct StoredMapTests {
    private static func encoded(_ lead: Lead) -> [UInt8] {
        var writer = RecordWriter()
        writer.integer(Lead.recordVersion)
        lead.encode(into: &writer)
        return writer.bytes
    }

    /// What the stored map writes; nil when it leaves the record to the decoder.
    private static func stored(_ record: [UInt8], _ format: ReplyFormat) -> String? {
        var reply = ReplyWriter(format: format)
        reply.status("BEFORE")
        let isWritten = record.withUnsafeBytes { LeadFields.stored.write($0, to: &reply) }
        if !isWritten { #expect(String(buffer: reply.buffer) == "+BEFORE\r\n") }
        return isWritten ? String(buffer: reply.buffer) : nil
    }

    private static func decoded(_ lead: Lead, _ format: ReplyFormat) -> String {
        var reply = ReplyWriter(format: format)
        reply.status("BEFORE")
        LeadMap(entity: lead).write(to: &reply)
        return String(buffer: reply.buffer)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func aStoredLeadIsWrittenAsADecodedOne(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let lead = random.lead()
            for format in [ReplyFormat.resp2, .resp3] {
                #expect(
                    Self.stored(Self.encoded(lead), format) == Self.decoded(lead, format),
                    "seed \(seed)")
            }
        }
    }

    @Test func theLongestTextsFit() {
        var lead = Self.lead
        lead.notes = Text([UInt8](repeating: 0x61, count: EngineLimits.longTextBytesMax))
        lead.related = (1...200).map { LeadID(raw: .max - $0) }
        lead.products = [Text](repeating: "", count: 300)
        lead.value = .min
        #expect(Self.stored(Self.encoded(lead), .resp2) == Self.decoded(lead, .resp2))
    }

    @Test func everyCutAndEveryChangedByteIsLeftToTheDecoderOrWrittenWhole() throws {
        var random = SeededGenerator(seed: 7)
        let record = Self.encoded(random.lead())
        for count in record.indices {
            #expect(Self.stored(Array(record[..<count]), .resp2) == nil)
        }
        #expect(Self.stored(record + [0], .resp2) == nil)
        for index in record.indices {
            var changed = record
            changed[index] ^= UInt8.random(in: 1...255, using: &random)
            // No byte, however wrong, may stop the process.
            _ = Self.stored(changed, .resp3)
        }
    }

    @Test func anotherVersionIsLeftToTheDecoder() {
        var record = Self.encoded(Self.lead)
        record[0] += 1
        #expect(Self.stored(record, .resp2) == nil)
    }

    @Test func aLeadOfTheFirstVersionIsReadAsItWas() throws {
        let lead = Self.lead
        var record = Self.encoded(lead)
        // The second version added nothing missing, and no claim, behind all else.
        #expect(record.suffix(4) == [0, 0, 0, 0])
        record.removeLast(4)
        record[0] = 1
        #expect(Self.stored(record, .resp2) == nil)
        var reader = try RecordReader(record[...])
        #expect(try Lead(from: &reader) == lead)
    }

    @Test func anUnknownWordIsLeftToTheDecoder() {
        var record = Self.encoded(Self.lead)
        // The direction stands behind version and id.
        record[9] = 0
        #expect(Self.stored(record, .resp2) == nil)
        record[9] = 200
        #expect(Self.stored(record, .resp2) == nil)
    }

    private static let lead = Lead(
        id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
        currency: .usd, source: .employee, submitter: "default",
        created: Timestamp(milliseconds: 1_795_000_000_000))
}

extension SeededGenerator {
    private mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 {
        UInt64.random(in: range, using: &self)
    }

    private mutating func text() -> Text {
        let count = Bool.random(using: &self) ? 5 : Int.random(in: 0...300, using: &self)
        return Text((0..<count).map { _ in UInt8.random(in: 0...255, using: &self) })
    }

    private mutating func time() -> Timestamp {
        Timestamp(milliseconds: Int64(bitPattern: number(0...UInt64.max)) >> 16)
    }

    private mutating func perhaps<T>(_ value: (inout Self) -> T) -> T? {
        Bool.random(using: &self) ? value(&self) : nil
    }

    private mutating func some<T>(_ value: (inout Self) -> T) -> [T] {
        (0..<Int.random(in: 0...4, using: &self)).map { _ in value(&self) }
    }

    /// A lead of which every field is anything.
    fileprivate mutating func lead() -> Lead {
        let codes = ["USD", "EUR", "JPY", "KWD", "CLF"]
        let code = codes[Int(number(0...4))]
        var lead = Lead(
            id: LeadID(raw: number(1...UInt64.max)),
            direction: Bool.random(using: &self) ? .out : .in, email: text(), emailKey: text(),
            currency: Currency(Array(code.utf8)[...]) ?? .usd,
            source: LeadSource.allCases.randomElement(using: &self) ?? .partner,
            submitter: Text([0x75] + text().bytes), created: time())
        lead.version = UInt32(truncatingIfNeeded: number(0...UInt64.max))
        lead.status = LeadStatus.allCases.randomElement(using: &self) ?? .new
        lead.title = perhaps { $0.text() }
        lead.name = perhaps { $0.text() }
        lead.company = perhaps { $0.text() }
        lead.phone = perhaps { $0.text() }
        lead.service = perhaps { $0.text() }
        lead.areas = some { _ in Self.zip }.compactMap { $0.map { .zip($0) } }
        lead.zip = perhaps { _ in Self.zip } ?? nil
        lead.country = perhaps { _ in .us }
        lead.value = perhaps { Int64(bitPattern: $0.number(0...UInt64.max)) >> 20 }
        lead.notes = perhaps { $0.text() }
        lead.external = Bool.random(using: &self)
        lead.owner = perhaps { $0.text() }
        lead.partner = perhaps { PartnerID(raw: $0.number(1...1000)) }
        lead.assignment = perhaps { _ in AssignmentKind.allCases[0] }
        lead.referrer = perhaps { .referrer(ReferrerID(raw: $0.number(1...99))) }
        lead.helper = perhaps { ReferrerID(raw: $0.number(1...99)) }
        lead.campaign = perhaps { CampaignID(raw: $0.number(1...99)) }
        lead.products = some { $0.text() }
        lead.ref = perhaps { $0.text() }
        lead.score = Int32.random(in: Int32.min...Int32.max, using: &self)
        lead.reason = perhaps { $0.text() }
        lead.meeting = perhaps { $0.time() }
        lead.from = perhaps { LeadID(raw: $0.number(1...99)) }
        lead.related = some { LeadID(raw: $0.number(1...99)) }
        lead.declined = some { PartnerID(raw: $0.number(1...99)) }
        lead.forced = perhaps { $0.text() }
        lead.updated = time()
        lead.closed = perhaps { $0.time() }
        lead.since = time()
        lead.lastActor = text()
        lead.missing = some { $0.text() }
        lead.claim = perhaps { random in
            Claim(
                registered: random.time(), accepted: random.perhaps { $0.time() },
                expires: random.time())
        }
        lead.fields = some { CustomField(name: $0.text(), value: $0.text()) }
        return lead
    }

    private static let zip = try? Zip.parse(Array("90210".utf8)[...], in: .us)
}
