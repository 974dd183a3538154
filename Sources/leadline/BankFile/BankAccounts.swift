/// Everybody's account, from a file of finance's own: the server keeps no bank details.
package struct BankAccounts {
    /// The payee whose row is the house's own account.
    package static let house = "self"
    private static let columns = ["payee", "name", "iban", "bic", "account", "routing"]

    private var accounts: [String: BankAccount] = [:]

    /// Reads a file with the columns payee, name, and iban with bic or account with routing.
    package init(_ path: String) throws(BulkFault) {
        let file = try InputFile(path)
        var reader = RecordReader(file)
        while let records = try reader.next() {
            for record in records { try add(record, file.name) }
        }
        guard accounts[Self.house] != nil else {
            throw BulkFault("\(file.name): no row of payee '\(Self.house)', the house's account")
        }
    }

    /// The account of a payee (`P1`, `R2`, …), nil where the file has none.
    package subscript(payee: String) -> BankAccount? { accounts[payee] }

    private mutating func add(_ record: BulkRecord, _ file: String) throws(BulkFault) {
        let fail = { (reason: String) in BulkFault("\(file): line \(record.line): \(reason)") }
        if let other = record.members.first(where: { !Self.columns.contains($0.name) })?.name {
            let known = Self.columns.joined(separator: ", ")
            throw fail("'\(other)' is no column; they are \(known)")
        }
        let cell = { (name: String) in record[name]?.scalar ?? "" }
        let payee = cell("payee")
        guard !payee.isEmpty else { throw fail("payee is missing") }
        guard accounts[payee] == nil else { throw fail("a second account of \(payee)") }
        do throws(BankAccount.Fault) {
            accounts[payee] = try BankAccount(
                name: cell("name"), iban: cell("iban"), bic: cell("bic"),
                account: cell("account"), routing: cell("routing"))
        } catch {
            throw fail("\(payee): \(error.reason)")
        }
    }
}
