import Testing
import leadline

@Suite("ColumnPlan")
struct ColumnPlanTests {
    private func row(_ cells: [(String, String)]) -> BulkRecord {
        BulkRecord(
            line: 2, members: cells.map { JSONMember($0.0, .string($0.1)) },
            source: .row(cells.map(\.1)))
    }

    @Test(
        "Headings are recognised in the spellings that sheets have",
        arguments: [
            ("E-Mail", "email"), ("Email Address", "email"), ("WORK EMAIL", "email"),
            ("Phone number", "phone"), ("Zip Code", "zip"), ("Postal code", "zip"),
            ("Organisation", "company"), ("Deal Value", "value"), ("AREA", "areas"),
            ("First Name", "firstname"), ("Comments", "notes"), ("products", "products"),
        ])
    func recognises(heading: String, name: String) throws {
        #expect(try ColumnPlan(.lead).column(for: heading)?.name == name)
    }

    @Test("What is not recognised is left out, or becomes a custom field")
    func leavesOut() throws {
        let headings = ["email", "Shoe size", "import_line", "import_error"]
        #expect(try ColumnPlan(.lead).judge(headings) == ["Shoe size"])
        let plan = try ColumnPlan(.lead, takesFields: true)
        #expect(try plan.judge(headings) == [])
        #expect(plan.column(for: "Shoe size")?.place == .field("Shoe size"))
        #expect(plan.column(for: "import_line") == nil)
    }

    @Test("A mapping wins, also one that leaves out or that names a keyword of tomorrow")
    func maps() throws {
        let plan = try ColumnPlan(
            .lead, mappings: ["Who=email", "Mail=", "Size=FIELD size", "X=TOMORROW", "a=b=NAME"])
        #expect(plan.column(for: "Who")?.place == .keyword("EMAIL"))
        #expect(plan.column(for: "Mail") == nil)
        #expect(plan.column(for: "Size")?.place == .field("size"))
        #expect(plan.column(for: "X")?.place == .keyword("TOMORROW"))
        #expect(plan.column(for: "a=b")?.place == .keyword("NAME"))
        #expect(try plan.judge(["Who", "Mail", "Size", "X", "a=b"]) == [])
    }

    @Test("Headings that cannot be meant are refused in one line that says what to do")
    func refuses() throws {
        let plan = try ColumnPlan(.lead)
        let twice = #expect(throws: BulkFault.self) { try plan.judge(["Email", "Work email"]) }
        #expect(twice?.description.contains("'Email' and 'Work email' both mean EMAIL") == true)
        let none = #expect(throws: BulkFault.self) { try plan.judge(["Name"]) }
        #expect(none?.description.contains("--map 'COLUMN=EMAIL'") == true)
        let absent = #expect(throws: BulkFault.self) {
            try ColumnPlan(.lead, mappings: ["X=EMAIL"]).judge(["email"])
        }
        #expect(absent?.description.contains("no column 'X'") == true)
        let wrong = #expect(throws: BulkFault.self) { try ColumnPlan(.lead, mappings: ["X"]) }
        #expect(wrong?.status == .usage)
    }

    @Test("A row becomes the words of its command, trimmed, empty cells left out")
    func makesWords() throws {
        let record = row([
            ("First name", " Ann "), ("Last name", "Lee"), ("Email", "a@b.example "), ("Zip", ""),
            ("Areas", "US-CA; US-NV"), ("Size", "3"),
        ])
        let plan = try ColumnPlan(.lead, mappings: ["Size=FIELD size"])
        #expect(
            CommandWords(record, plan).words == [
                "LEAD.NEW", "NAME", "Ann Lee", "EMAIL", "a@b.example", "AREA", "US-CA", "AREA",
                "US-NV", "FIELD", "size", "3",
            ])
    }

    @Test("Objects keep their blanks, lists repeat, ids of the file are translated")
    func makesWordsOfObjects() throws {
        let members = try #require(
            try JSONParser.parse(
                Array(
                    """
                    {"email":"a@b.example","notes":" x ","products":["p","q"],"referrer":"P3",
                    "value":1200.50,"zip":null,"fields":{"size":"12","none":null}}
                    """.utf8)[...]
            ).members)
        let record = BulkRecord(line: 1, members: members, source: .object(""))
        let words = CommandWords(record, try ColumnPlan(.lead)) { $0 == "P3" ? "P1" : $0 }
        #expect(
            words.words == [
                "LEAD.NEW", "EMAIL", "a@b.example", "NOTES", " x ", "PRODUCT", "p", "PRODUCT", "q",
                "REFERRER", "P1", "VALUE", "1200.50", "FIELD", "size", "12",
            ])
        #expect(words.references == ["P3"])
    }

    @Test("Positional words come in the command's order, whatever the file's")
    func ordersPositionals() throws {
        let territory = row([("Partner", "P2"), ("Postal code", "10001")])
        #expect(
            CommandWords(territory, try ColumnPlan(.territory)).words == [
                "TERRITORY.SET", "10001", "P2",
            ])
        let form = row([("field", "size"), ("service", "s"), ("type", "text"), ("required", "Yes")])
        #expect(
            CommandWords(form, try ColumnPlan(.form)).words == [
                "FORM.SET", "s", "FIELD", "size", "TYPE", "text", "REQUIRED",
            ])
    }
}
