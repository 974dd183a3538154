import LeadlineDomain
import Testing

@Suite struct ServiceFormTests {
    private static func field(
        _ type: FieldType, choices: [Text] = [], min: String? = nil, max: String? = nil
    ) throws -> FormField {
        FormField(
            name: "Size", type: type, choices: choices, isRequired: true, isPersonal: false,
            min: try min.map { try FieldNumber.parse(Array($0.utf8)[...]) },
            max: try max.map { try FieldNumber.parse(Array($0.utf8)[...]) })
    }

    @Test(arguments: [
        ("0", "0"), ("40", "40"), ("40.50", "40.5"), ("-3", "-3"), ("-0.0001", "-0.0001"),
        ("100000000000", "100000000000"), ("007", "7"),
    ])
    func aNumberIsExact(typed: String, text: String) throws {
        let number = try FieldNumber.parse(Array(typed.utf8)[...])
        #expect("\(number.text)" == text)
    }

    @Test(arguments: ["", "-", "--1", "1e3", "1.", ".5", "0.00001", "100000000001", "+1", " 1"])
    func whatIsNoNumberIsRefused(typed: String) {
        #expect(throws: ValueFault.self) { try FieldNumber.parse(Array(typed.utf8)[...]) }
    }

    @Test func numbersAreComparedAsNumbers() throws {
        let field = try Self.field(.number, min: "9", max: "10.5")
        #expect(try field.kept("10") == "10")
        #expect(try field.kept(" 10.5 ") == "10.5")
        #expect(throws: ValueFault("at least 9")) { try field.kept("8.9999") }
        #expect(throws: ValueFault("at most 10.5")) { try field.kept("100") }
        #expect(throws: ValueFault.self) { try field.kept("ten") }
    }

    @Test func textIsMeasuredInCharacters() throws {
        let field = try Self.field(.text, min: "2", max: "3")
        #expect(try field.kept("äöü") == "äöü")
        #expect(throws: ValueFault("at least 2 characters")) { try field.kept("ä") }
        #expect(throws: ValueFault("at most 3 characters")) { try field.kept("abcd") }
    }

    @Test func aChoiceIsKeptAsItWasDeclared() throws {
        let field = try Self.field(.choice, choices: ["Small", "Large"])
        #expect(try field.kept("LARGE") == "Large")
        #expect(throws: ValueFault("'medium' is not one of: Small, Large")) {
            try field.kept("medium")
        }
    }

    @Test func aDateIsADay() throws {
        let field = try Self.field(.date)
        #expect(try field.kept("2026-02-28") == "2026-02-28")
        #expect(throws: ValueFault.self) { try field.kept("2026-02-29") }
    }

    @Test(arguments: FieldType.allCases)
    func anEmptyValueClearsWhateverTheType(type: FieldType) throws {
        #expect(try Self.field(type, choices: ["a"], min: "1").kept("  ").isEmpty)
    }

    @Test func whatIsMissingComesInTheFormsOrder() throws {
        let optional = FormField(
            name: "note", type: .text, choices: [], isRequired: false, isPersonal: false, min: nil,
            max: nil)
        let start = FormField(
            name: "start", type: .date, choices: [], isRequired: true, isPersonal: false,
            min: nil, max: nil)
        let form = ServiceForm(
            service: "payroll", fields: [start, optional, try Self.field(.number)])
        var lead = Lead(
            id: LeadID(raw: 1), direction: .in, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .partner, submitter: "default",
            created: Timestamp(milliseconds: 0))
        #expect(form.missing(of: lead) == ["start", "Size"])
        lead.fields = [CustomField(name: "SIZE", value: "4")]
        #expect(form.missing(of: lead) == ["start"])
        #expect(form.field(named: "sIzE")?.type == .number)
        #expect(form.field(named: "other") == nil)
    }
}
