import LeadlineDomain
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

@Suite struct RedactionTests {
    /// The arguments of a line as an operator is shown them, `_` for one that is hidden.
    private func shown(_ line: String) throws -> String {
        var decoder = RequestDecoder()
        var input = ByteBuffer(string: line + "\r\n")
        var request = Request()
        try #require(
            decoder.next(&input, &request.frame, limits: .authenticated) == .request)
        let table = CommandTable.leadline
        let frame = request.frame
        let hidden = table.commands[try table.find(frame)].sensitiveArguments(frame)
        return (0..<frame.count).map {
            hidden[$0] ? "_" : Text(frame[$0]).description
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("PING", "PING"), ("lead.get L1", "lead.get L1"), ("CLIENT ID", "CLIENT ID"),
        (
            "LEAD.NEW EMAIL a@b.example SERVICE hr NAME \"Ann Lee\" ZIP 90210 IDEM k",
            "LEAD.NEW EMAIL _ SERVICE hr NAME _ ZIP 90210 IDEM k"
        ),
        ("LEAD.SET L1 FIELD a b FIELD c d IF 2", "LEAD.SET L1 FIELD _ _ FIELD _ _ IF 2"),
        ("LEAD.CHECK EMAIL a@b.example", "LEAD.CHECK EMAIL _"),
        ("LEAD.FIND ann PHONE 5550100 LIMIT 3", "LEAD.FIND _ PHONE _ LIMIT 3"),
        ("NOTE L1 \"likes tea\" SHARED", "NOTE L1 _ SHARED"),
        ("UNASSIGN L1 REASON \"Ann said so\"", "UNASSIGN L1 REASON _"),
        (
            "PARTNER.NEW NAME Acme EMAIL a@b.example TIER gold",
            "PARTNER.NEW NAME _ EMAIL _ TIER gold"
        ),
        (
            "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 4242 REF ch_1 MESSAGE \"no funds\"",
            "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 _ REF ch_1 MESSAGE _"
        ),
        ("INVOICE.OPEN abc", "INVOICE.OPEN _"),
        ("HELLO 3 AUTH ann secret SETNAME x", "HELLO 3 AUTH _ _ SETNAME x"),
    ])
    func namesIdsAndWordsAreShownAndNoSecretOrPersonalValue(
        _ line: String, _ expected: String
    ) throws {
        #expect(try shown(line) == expected)
    }

    @Test(arguments: [
        ("LEAD.NEW EMIAL a@b.example", "LEAD.NEW _ _"), ("LEAD.GET L1 secret", "LEAD.GET L1 _"),
        ("CLIENT SETNAME a b", "CLIENT SETNAME a _"),
        ("LEAD.GET ann@acme.example", "LEAD.GET _"), ("HELP @lead", "HELP @lead"),
    ])
    func aWordInAWrongPlaceIsNotShown(
        _ line: String, _ expected: String
    ) throws {
        #expect(try shown(line) == expected)
    }

    @Test func aCardNumberIsNeverShown() throws {
        #expect(
            try shown("LEAD.GET ref:4111111111111111") == "LEAD.GET _")
    }

    @Test func whatIsPersonalInARecordIsSensitiveInItsForms() {
        let personal = Set(
            (LeadFields.table.fields.filter(\.isPersonal).map { $0.name.description.uppercased() })
                + ["EMAIL", "PHONE", "CONTACT", "CONTACT2"])
        for command in CommandTable.leadline.commands where command.isWrite {
            for slot in command.slots where slot.isKeyword && personal.contains(slot.name) {
                // What somebody reads, a day, and one of a few words: no person.
                guard !["COLLATERAL.ADD", "HOLIDAY.ADD"].contains(command.name),
                    slot.choices.isEmpty
                else { continue }
                #expect(slot.isSensitive, "\(command.name) \(slot.name)")
            }
        }
    }
}
