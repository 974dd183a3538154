package import ArgumentParser
import Glibc
import LeadlineClient

/// `leadline bankfile`: approved payouts as a file for the bank.
package struct BankFileCommand: AsyncParsableCommand {
    /// What the bank takes.
    enum Form: String, ExpressibleByArgument {
        case xml, csv
    }

    /// How PAYOUT.SEND is told that the money goes.
    enum Method: String, ExpressibleByArgument {
        case ach, wire
    }

    /// What `leadline bankfile --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline bankfile",
        abstract: "Write approved payouts to a file for the bank, and note them as sent.",
        usage: "leadline bankfile --accounts FILE (--file FILE | --dry-run) [options]",
        discussion: """
            --accounts is a CSV file with the columns payee, name, and iban with bic or account \
            with routing; the row of payee \(BankAccounts.house) is the house's own account. The \
            file for the bank is ISO 20022 (pain.001.001.09), or CSV. Each payout is noted as \
            sent, with the file's reference, before the file is written; should the file be lost, \
            --again writes it once more, with the same reference, which a bank takes once.

              leadline bankfile --accounts accounts.csv --dry-run
              leadline bankfile --accounts accounts.csv --file november.xml --currency EUR
              leadline bankfile --accounts accounts.csv -f b.xml --again LL-20261122T180000Z-9f3a
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @Option(help: "Everybody's bank accounts.")
    private var accounts: String

    @Option(name: .shortAndLong, help: "Write to this file, which must not be there yet.")
    private var file: String?

    @Option(help: "Only payouts in this currency.")
    private var currency: String?

    @Option(help: "How the money goes: ach or wire.")
    private var method = Method.wire

    @Option(
        name: .customLong("on"), help: "The day on which to pay, YYYY-MM-DD; today unless given.")
    private var day: String?

    @Option(help: "xml or csv.")
    private var format = Form.xml

    @Flag(help: "Print what would be written, and note nothing as sent.")
    private var dryRun = false

    @Option(help: "Write the payouts that were sent with this reference once more.")
    private var again: String?

    /// All approved payouts.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard (file != nil) != dryRun else { throw ValidationError("either --file or --dry-run") }
        guard day.map(BankClock.isDay) ?? true else {
            throw ValidationError("--on is a day, YYYY-MM-DD")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        do throws(BulkFault) {
            let status = try await write()
            if status != .ok { throw BulkFault("", status: status) }
        } catch {
            if !error.description.isEmpty {
                StandardStream.error.write("leadline: \(Cell.escaped(error.description))\n")
            }
            throw ArgumentParser.ExitCode(error.status.rawValue)
        }
    }

    private func write() async throws(BulkFault) -> SysExit {
        let accounts = try BankAccounts(accounts)
        guard let house = accounts[BankAccounts.house] else { return .badInput }
        let destination = try connection.destination(security)
        let server = try await PatientClient { () async throws(BulkFault) in
            try await destination.connect()
        }
        var run = BankRun(server)
        let found = try await run.transfers(
            again == nil ? "approved" : "sent", currency: currency?.uppercased(),
            reference: again, to: accounts)
        guard !found.isEmpty else {
            throw BulkFault("there are no such payouts", status: .refused)
        }
        let clock = BankClock()
        var transfers = BankTransfers(
            reference: again ?? clock.reference, created: clock.text, day: day ?? clock.day,
            house: house, transfers: found)
        guard let file else {
            StandardStream.output.write(text(transfers))
            return .ok
        }
        // Opened first: what cannot be written is not sent.
        let output = try OutputFile(file, isSecret: true)
        let refusals = again == nil ? try await run.send(&transfers, method: method.rawValue) : []
        await server.close()
        return try finish(output, file, transfers, refusals)
    }

    private func finish(
        _ output: OutputFile, _ file: String, _ transfers: BankTransfers,
        _ refusals: [BankRun.Refusal]
    ) throws(BulkFault) -> SysExit {
        for refusal in refusals {
            let reason = Cell.escaped("\(refusal.error)")
            StandardStream.error.write("leadline: \(refusal.payout) left out: \(reason)\n")
        }
        if transfers.transfers.isEmpty {
            unlink(file)
        } else {
            do throws(BulkFault) {
                try output.write(text(transfers))
                try output.flush()
                try output.sync()
            } catch {
                throw BulkFault(
                    "\(error.description); the payouts are noted as sent: --again "
                        + transfers.reference, status: error.status)
            }
            for (currency, each) in transfers.currencies {
                let sum = BankTransfers.sum(each.map(\.amount)) ?? "?"
                StandardStream.error.write(
                    "leadline: \(each.count) payouts, \(sum) \(currency), \(transfers.reference)\n")
            }
        }
        return refusals.first.map { SysExit($0.error) } ?? .ok
    }

    private func text(_ transfers: BankTransfers) -> String {
        format == .xml ? transfers.document : transfers.table
    }
}
