package import LeadlineClient

/// Takes approved payouts, notes each as sent, and says what the bank is to pay.
///
/// A payout is noted as sent before it is written anywhere: a file that was not written can be
/// written again from the reference, whereas a payout that was paid twice is gone.
package struct BankRun {
    private var server: PatientClient

    /// A payout that was to be sent, and why it was not.
    package typealias Refusal = (payout: String, error: ServerError)

    /// Works over a connection.
    package init(_ server: PatientClient) { self.server = server }

    /// The payouts in a state, with their accounts; a payout without one is a fault.
    package mutating func transfers(
        _ state: String, currency: String?, reference: String?, to accounts: BankAccounts
    ) async throws(BulkFault) -> [BankTransfers.Transfer] {
        let columns = "id,version,payroll,earner,currency,amount,ref"
        let rows = try await server.rows(["PAYOUT.LIST", "STATE", state, "COLUMNS", columns])
        var transfers: [BankTransfers.Transfer] = []
        var missing: [String] = []
        for row in try Self.checked(rows).reversed().map(Reply.map) {
            // Wages are paid by payroll, not from here.
            guard row["payroll"]?.string == nil, let payout = row["id"]?.string,
                let payee = row["earner"]?.string, let amount = row["amount"]?.string,
                let money = row["currency"]?.string, case .integer(let version) = row["version"],
                currency == nil || currency == money,
                reference == nil || reference == row["ref"]?.string,
                // What debts took wholly has no line: no bank takes a transfer of nothing.
                amount.contains(where: { "1"..."9" ~= $0 })
            else { continue }
            guard let account = accounts[payee] else {
                missing.append("\(payee) (\(payout))")
                continue
            }
            transfers.append(
                BankTransfers.Transfer(
                    payout: payout, version: version, currency: money, amount: amount,
                    payee: payee, account: account))
        }
        guard missing.isEmpty else {
            throw BulkFault("no account for \(missing.joined(separator: ", "))")
        }
        return transfers
    }

    /// Notes the payouts as sent; leaves out those that the server refuses, somebody else having
    /// been quicker, and tells them.
    package mutating func send(
        _ transfers: inout BankTransfers, method: String
    ) async throws(BulkFault) -> [Refusal] {
        let reference = transfers.reference
        let commands = transfers.transfers.map { transfer in
            [
                "PAYOUT.SEND", transfer.payout, "METHOD", method, "REF", reference,
                "IF", "\(transfer.version)", "IDEM", "\(reference)-\(transfer.payout)",
            ]
        }
        let replies = try await decided(commands, reference)
        var sent: [BankTransfers.Transfer] = []
        var refusals: [Refusal] = []
        for (transfer, reply) in zip(transfers.transfers, replies) {
            if case .error(let error) = reply {
                refusals.append((transfer.payout, error))
            } else {
                sent.append(transfer)
            }
        }
        transfers.transfers = sent
        return refusals
    }

    /// The replies that say what became of each command: where that is open it is asked again,
    /// under the same key.
    private mutating func decided(
        _ commands: [[String]], _ reference: String
    ) async throws(BulkFault) -> [Reply] {
        let advice = "; those that were sent are of no file yet: --again \(reference)"
        var replies: [Reply?] = Array(repeating: nil, count: commands.count)
        for attempt in 0..<Self.attemptsMax {
            let open = commands.indices.filter { replies[$0] == nil }
            guard !open.isEmpty else { break }
            if attempt > 0 { try? await Task.sleep(for: .milliseconds(50 << attempt)) }
            do throws(BulkFault) {
                for (index, reply) in zip(open, try await server.ask(open.map { commands[$0] })) {
                    if case .error(let error) = reply, Self.isOpen(error) { continue }
                    replies[index] = reply
                }
            } catch {
                throw BulkFault(error.description + advice, status: error.status)
            }
        }
        let known = replies.compactMap { $0 }
        guard known.count == commands.count else {
            throw BulkFault("the server does not tell what was sent\(advice)", status: .tryAgain)
        }
        return known
    }

    private static let attemptsMax = 6

    /// Whether an error leaves open what became of the command, or may pass.
    private static func isOpen(_ error: ServerError) -> Bool {
        PassingFailure.isOpen(code: error.code)
    }

    private static func checked(
        _ rows: Result<[[Reply.Entry]], ServerError>
    ) throws(BulkFault) -> [[Reply.Entry]] {
        switch rows {
        case .success(let rows): return rows
        case .failure(let refusal): throw BulkFault("\(refusal)", status: SysExit(refusal))
        }
    }
}
