import Foundation
import LeadlineClient
import Testing
import leadline

extension ServerTests {
    @Suite("Payouts to the bank")
    struct BankFileTests {
        private static let accounts = """
            payee,name,iban,bic
            self,House,DE89370400440532013000,COBADEFF
            P1,North,NO9386011117947,
            """

        private static func connect(
            _ server: TestServer, _ token: String?
        ) async throws(BulkFault) -> LeadlineClient {
            do {
                return try await LeadlineClient.connect(
                    port: server.port,
                    credentials: token.map { .init(user: "default", token: $0) })
            } catch {
                throw BulkFault("\(error)", status: .unavailable)
            }
        }

        /// The token of finance, with a payout of 10 % of 100, 200, … approved for each partner.
        private func house(_ server: TestServer, partners: [String]) async throws -> String {
            let first = try await Self.connect(server, nil)
            let root = try #require(
                try await first.send(["USER.NEW", "root", "ROLE", "admin"]).string)
            await first.close()
            let admin = try await Self.connect(server, root)
            let finance = try #require(
                try await admin.send(["USER.NEW", "fin", "ROLE", "finance"]).string)
            let other = try #require(
                try await admin.send(["USER.NEW", "eve", "ROLE", "finance"]).string)
            let (teller, second) = (
                try await Self.connect(server, finance), try await Self.connect(server, other)
            )
            for (index, partner) in partners.enumerated() {
                let words = ["NAME", "Partner \(partner)", "RATE", "10%"]
                _ = try await admin.send(["PARTNER.NEW"] + words)
                let lead = "L\(index + 1)"
                let email = "a@c\(index).example"
                _ = try await admin.sendInline([
                    "LEAD.NEW EMAIL \(email) DIRECTION in REFERRER \(partner)", "ACCEPT \(lead)",
                    "SALE.NEW \(lead) AMOUNT \((index + 1) * 100)",
                ])
                _ = try await teller.send(["SALE.APPROVE", "S\(index + 1)"])
                _ = try await teller.send(["BONUS.COMPLETE", "B\(index + 1)"])
                _ = try await admin.send(["BONUS.APPROVE", "B\(index + 1)"])
            }
            _ = try await teller.send(["PAYOUT.RUN"])
            let payouts = partners.indices.map { "PAY\($0 + 1)" }
            _ = try await second.send(["PAYOUT.APPROVE"] + payouts)
            for client in [admin, teller, second] { await client.close() }
            return finance
        }

        private func states(_ server: TestServer, _ token: String) async throws -> [String] {
            let client = try await Self.connect(server, token)
            let page = try await client.send(["PAYOUT.LIST", "COLUMNS", "id,state,ref"]).page
            await client.close()
            return (page?.rows ?? []).reversed().map { row in
                row.map { $0.value.string ?? "-" }.joined(separator: " ")
            }
        }

        private func run(_ server: TestServer, _ token: String) async throws -> BankRun {
            try await BankRun(
                PatientClient { () async throws(BulkFault) in
                    try await Self.connect(server, token)
                })
        }

        private func made(
            _ reference: String, _ transfers: [BankTransfers.Transfer], _ accounts: BankAccounts
        ) throws -> BankTransfers {
            BankTransfers(
                reference: reference, created: "2026-11-22T18:00:00Z", day: "2026-11-23",
                house: try #require(accounts[BankAccounts.house]), transfers: transfers)
        }

        private func accounts(_ more: String = "") throws -> BankAccounts {
            let url = FileManager.default.temporaryDirectory
                .appending(path: "leadline-\(UUID().uuidString).csv")
            try Data((Self.accounts + more).utf8).write(to: url)
            defer { try? FileManager.default.removeItem(at: url) }
            return try BankAccounts(url.path)
        }

        @Test("Approved payouts are noted as sent, once, and can be written again")
        func sentOnce() async throws {
            try await withServer { server in
                let token = try await house(server, partners: ["P1", "P2"])
                let accounts = try accounts("\nP2,West,GB29NWBK60161331926819,\n")
                var run = try await run(server, token)
                let found = try await run.transfers(
                    "approved", currency: nil, reference: nil, to: accounts)
                #expect(found.map(\.payout) == ["PAY1", "PAY2"])
                #expect(found.map(\.amount) == ["10.00", "20.00"])
                var transfers = try made("LL-a", found, accounts)
                #expect(try await run.send(&transfers, method: "wire").isEmpty)
                #expect(try await states(server, token) == ["PAY1 sent LL-a", "PAY2 sent LL-a"])
                #expect(
                    try await run.transfers(
                        "approved", currency: nil, reference: nil, to: accounts
                    ).isEmpty)
                let again = try await run.transfers(
                    "sent", currency: nil, reference: "LL-a", to: accounts)
                #expect(again.map(\.payout) == ["PAY1", "PAY2"])
                #expect(
                    try made("LL-a", again, accounts).document == transfers.document)
            }
        }

        @Test("Who was quicker has the payout; the other's file leaves it out")
        func twoAtOnce() async throws {
            try await withServer { server in
                let token = try await house(server, partners: ["P1"])
                let accounts = try accounts()
                var first = try await run(server, token)
                var second = try await run(server, token)
                let found = try await first.transfers(
                    "approved", currency: nil, reference: nil, to: accounts)
                var (mine, other) = (
                    try made("LL-a", found, accounts), try made("LL-b", found, accounts)
                )
                #expect(try await first.send(&mine, method: "wire").isEmpty)
                let refusals = try await second.send(&other, method: "ach")
                #expect(refusals.map(\.payout) == ["PAY1"])
                #expect(mine.transfers.count == 1 && other.transfers.isEmpty)
            }
        }

        @Test("A payee without an account is named, and nothing is sent")
        func accountMissing() async throws {
            try await withServer { server in
                let token = try await house(server, partners: ["P1", "P2"])
                var run = try await run(server, token)
                let fault = await #expect(throws: BulkFault.self) {
                    _ = try await run.transfers(
                        "approved", currency: nil, reference: nil, to: accounts())
                }
                #expect(fault?.description == "no account for P2 (PAY2)")
                #expect(try await states(server, token) == ["PAY1 approved -", "PAY2 approved -"])
            }
        }
    }
}
