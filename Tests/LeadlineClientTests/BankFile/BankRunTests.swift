import LeadlineClient
import Synchronization
import Testing
import leadline

@Suite("Payouts on their way to a file for the bank", .timeLimit(.minutes(1)))
struct BankRunTests {
    private static let accounts = """
        payee,name,iban,bic
        self,House,DE89370400440532013000,COBADEFF
        P1,North,NO9386011117947,
        P2,South,GB29NWBK60161331926819,
        """

    private static func transfer(
        _ payout: String, _ payee: String, _ accounts: BankAccounts
    ) throws -> BankTransfers.Transfer {
        BankTransfers.Transfer(
            payout: payout, version: 3, currency: "USD", amount: "10.00", payee: payee,
            account: try #require(accounts[payee]))
    }

    /// Sends two payouts to a server that answers so; the payouts of the file, and the requests.
    private func sending(
        _ script: @escaping ScriptedServer.Script
    ) async throws -> (sent: [String], fault: BulkFault?, requests: [[String]]) {
        let server = try await ScriptedServer.start(script)
        let port = server.port
        let file = try TemporaryFile(Self.accounts)
        let accounts = try BankAccounts(file.path)
        var run = try await BankRun(
            PatientClient { () async throws(BulkFault) in
                do {
                    return try await LeadlineClient.connect(port: port)
                } catch {
                    throw BulkFault("\(error)", status: .unavailable)
                }
            })
        var transfers = BankTransfers(
            reference: "LL-a", created: "2026-11-22T18:00:00Z", day: "2026-11-23",
            house: try #require(accounts[BankAccounts.house]),
            transfers: [
                try Self.transfer("PAY1", "P1", accounts),
                try Self.transfer("PAY2", "P2", accounts),
            ])
        var fault: BulkFault?
        do throws(BulkFault) {
            _ = try await run.send(&transfers, method: "wire")
        } catch {
            fault = error
        }
        let requests = server.requests.filter { $0.first == "PAYOUT.SEND" }
        try await server.stop()
        return (transfers.transfers.map(\.payout), fault, requests)
    }

    @Test("A payout that debts took wholly had a line of 0.00, which no bank takes")
    func nothingIsNoTransfer() async throws {
        let server = try await ScriptedServer.start { _ in
            .reply(
                Self.page([
                    ("PAY4", nil, "1"), ("PAY3", nil, "0.50"), ("PAY2", "PAY9", "0.00"),
                    ("PAY1", nil, "0.00"),
                ]))
        }
        let port = server.port
        let file = try TemporaryFile(Self.accounts)
        var run = try await BankRun(
            PatientClient { () async throws(BulkFault) in
                do {
                    return try await LeadlineClient.connect(port: port)
                } catch {
                    throw BulkFault("\(error)", status: .unavailable)
                }
            })
        let found = try await run.transfers(
            "approved", currency: nil, reference: nil, to: BankAccounts(file.path))
        #expect(found.map(\.payout) == ["PAY3", "PAY4"])
        try await server.stop()
    }

    /// A page of payouts to P1, as RESP3 has it.
    private static func page(
        _ payouts: [(id: String, payroll: String?, amount: String)]
    ) -> String {
        func text(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }
        let rows = payouts.map { payout in
            "%7\r\n" + text("id") + text(payout.id) + text("version") + ":3\r\n"
                + text("payroll") + (payout.payroll.map(text) ?? "_\r\n")
                + text("earner") + text("P1") + text("currency") + text("USD")
                + text("amount") + text(payout.amount) + text("ref") + "_\r\n"
        }
        return "*2\r\n_\r\n*\(rows.count)\r\n" + rows.joined()
    }

    @Test("A payout of unknown fate was left out of the file although it was sent")
    func asksAgain() async throws {
        let isFirst = Mutex(true)
        let (sent, fault, requests) = try await sending { words in
            guard words[1] == "PAY2" else { return .reply("+OK\r\n") }
            let isUnknown = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            return .reply(isUnknown ? "-UNCERTAIN half-way\r\n" : "+OK\r\n")
        }
        #expect(fault == nil)
        #expect(sent == ["PAY1", "PAY2"])
        #expect(requests.map { $0[1] } == ["PAY1", "PAY2", "PAY2"])
        #expect(requests.map { $0.last } == ["LL-a-PAY1", "LL-a-PAY2", "LL-a-PAY2"])
    }

    @Test("Where the server never says what became of it, no file is written")
    func neverTold() async throws {
        let (_, fault, requests) = try await sending { words in
            .reply(words[1] == "PAY2" ? "-UNCERTAIN half-way\r\n" : "+OK\r\n")
        }
        #expect(fault?.status == .tryAgain)
        #expect(fault?.description.contains("--again LL-a") == true)
        #expect(requests.count { $0[1] == "PAY1" } == 1)
    }
}
