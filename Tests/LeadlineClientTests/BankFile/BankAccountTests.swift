import Testing
import leadline

@Suite("Bank accounts")
struct BankAccountTests {
    private static func account(
        name: String = "North", iban: String = "", bic: String = "", account: String = "",
        routing: String = ""
    ) throws(BankAccount.Fault) -> BankAccount {
        try BankAccount(name: name, iban: iban, bic: bic, account: account, routing: routing)
    }

    @Test(
        "An IBAN is checked by its digits; case and blanks do not matter",
        arguments: [
            // The examples of the registry of ISO 13616.
            ("DE89 3704 0044 0532 0130 00", true), ("gb29nwbk60161331926819", true),
            ("NO9386011117947", true), ("FR1420041010050500013M02606", true),
            ("MT84MALT011000012345MTLCAST001S", true),
            ("DE88370400440532013000", false), ("DE8937040044053201300", false),
            ("DE89370400440532013001", false), ("89DE370400440532013000", false),
            ("DE89 3704 0044 0532 0130 0ö", false), ("NO938601111794", false), ("DE", false),
        ])
    func ibans(text: String, isValid: Bool) {
        if isValid {
            #expect(throws: Never.self) { try Self.account(iban: text) }
        } else {
            #expect(throws: BankAccount.Fault.self) { try Self.account(iban: text) }
        }
    }

    @Test(
        "A BIC has its shape, a routing number its check digit",
        arguments: [
            ("COBADEFF", "", true), ("COBADEFFXXX", "", true), ("cobadeff", "", true),
            ("COBADEF", "", false), ("COBA1EFF", "", false), ("COBADEFF-XX", "", false),
            ("", "021000021", true), ("", "011401533", true), ("", "021000022", false),
            ("", "02100002", false), ("", "0210000210", false), ("", "000000000", false),
            ("", "02100002١", false),
        ])
    func banks(bic: String, routing: String, isValid: Bool) {
        func make() throws {
            _ =
                routing.isEmpty
                ? try Self.account(iban: "DE89370400440532013000", bic: bic)
                : try Self.account(account: "12-34567", routing: routing)
        }
        if isValid {
            #expect(throws: Never.self) { try make() }
        } else {
            #expect(throws: BankAccount.Fault.self) { try make() }
        }
    }

    @Test("One kind of number, one name of at most 70 characters, numbers of at most 34")
    func shapes() throws {
        let iban = "DE89370400440532013000"
        let long = String(repeating: "é", count: BankAccount.nameCharactersMax)
        let digits = String(repeating: "1", count: BankAccount.accountCharactersMax)
        #expect(try Self.account(name: long, iban: iban).name == long)
        #expect(
            try Self.account(account: digits, routing: "021000021").number
                == .domestic(account: digits, routing: "021000021"))
        let bad = [
            ("", iban, "", ""), (long + "e", iban, "", ""), ("North", "", "", ""),
            ("North", iban, "1", "021000021"), ("North", "", digits + "1", "021000021"),
            ("North", "", "1 2", "021000021"),
        ]
        for (name, iban, account, routing) in bad {
            #expect(throws: BankAccount.Fault.self, "\(name) \(iban) \(account)") {
                try Self.account(name: name, iban: iban, account: account, routing: routing)
            }
        }
    }

    @Test(
        "A file of accounts is refused by line",
        arguments: [
            ("payee,name,iban\nP1,North,DE89370400440532013000", "no row of payee 'self'"),
            ("payee,name,iban\nself,House,NO9386011117947\nP1,North,DE00", "line 3: P1: iban"),
            ("payee,nmae,iban\nself,House,NO9386011117947", "'nmae' is no column"),
            ("payee,name,iban\nself,A,NO9386011117947\nself,B,NO9386011117947", "line 3: a second"),
            ("payee,name,iban\n,A,NO9386011117947", "line 2: payee is missing"),
        ])
    func files(text: String, reason: String) throws {
        let file = try TemporaryFile(text)
        let fault = #expect(throws: BulkFault.self) { _ = try BankAccounts(file.path) }
        #expect(fault?.description.contains(reason) == true, "\(fault?.description ?? "")")
        #expect(fault?.status == .badInput)
    }
}
