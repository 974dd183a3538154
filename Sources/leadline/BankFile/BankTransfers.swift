/// What a bank is asked to pay: one credit transfer for each payout.
package struct BankTransfers: Equatable, Sendable {
    /// One payout and the account that it goes to.
    package struct Transfer: Equatable, Sendable {
        /// The payout's id, by which the bank's answer names it.
        package let payout: String
        /// The payout's version, so that nothing changes between reading and sending.
        package let version: Int64
        /// ISO 4217.
        package let currency: String
        /// Decimal text with the currency's number of places, above 0.
        package let amount: String
        /// Who is paid, by name in the server.
        package let payee: String
        /// Where it goes.
        package let account: BankAccount

        /// Makes a transfer.
        package init(
            payout: String, version: Int64, currency: String, amount: String, payee: String,
            account: BankAccount
        ) {
            self.payout = payout
            self.version = version
            self.currency = currency
            self.amount = amount
            self.payee = payee
            self.account = account
        }
    }

    /// What the bank refuses a second time, at most 35 characters; the payouts' REF.
    package let reference: String
    /// When it was made: RFC 3339, UTC.
    package let created: String
    /// The day on which the bank is to pay: `YYYY-MM-DD`.
    package let day: String
    /// The account that is debited.
    package let house: BankAccount
    /// The payouts, in the order of their ids.
    package var transfers: [Transfer]

    /// Puts them together.
    package init(
        reference: String, created: String, day: String, house: BankAccount, transfers: [Transfer]
    ) {
        self.reference = reference
        self.created = created
        self.day = day
        self.house = house
        self.transfers = transfers
    }

    /// The transfers of each currency, in the order in which currencies come up.
    package var currencies: [(currency: String, transfers: [Transfer])] {
        var names: [String] = []
        for transfer in transfers where !names.contains(transfer.currency) {
            names.append(transfer.currency)
        }
        return names.map { name in (name, transfers.filter { $0.currency == name }) }
    }

    /// The sum of amounts with equal numbers of places, exact; nil beyond 64 bits.
    package static func sum(_ amounts: [String]) -> String? {
        var total: Int64 = 0
        var places = 0
        for amount in amounts {
            let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
            places = parts.count > 1 ? parts[1].count : 0
            guard let minor = Int64(parts.joined()) else { return nil }
            let (sum, isOver) = total.addingReportingOverflow(minor)
            guard !isOver else { return nil }
            total = sum
        }
        let digits = "\(total)"
        guard places > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}
