import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

/// What somebody changed in the files, with every checksum right and the chain of events whole.
@Suite("A forged ledger")
struct LedgerForgeryTests {
    /// One row changed, as whoever can write the files might.
    enum Forgery: CaseIterable {
        case entry
        /// A whole posting at twice its amounts: it is balanced.
        case posting
        case lastPostingGone
        case accountSum
        case standing
        case bonus
    }

    private let harness: EngineHarness

    init() throws {
        harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        for line in [
            "PARTNER.NEW NAME North RATE 10%",
            "LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1", "ACCEPT L1",
            "SALE.NEW L1 AMOUNT 100",
        ] {
            #expect(!harness.last(line).hasPrefix("-"), "\(line)")
        }
        second.run("SALE.APPROVE S1")
        harness.run("BONUS.COMPLETE B1")
        second.run("BONUS.APPROVE B1")
        harness.run("PAYOUT.RUN")
        for line in ["PAYOUT.APPROVE PAY1", "PAYOUT.SEND PAY1 METHOD ach", "PAYOUT.PAID PAY1"] {
            #expect(second.run(line).last?.hasPrefix(":") == true, "\(line)")
        }
    }

    private func forge(_ forgery: Forgery) throws {
        let store = harness.engine.store
        let group = Group(store: store)
        group.transact { changes in
            let lines = changes.view.rows(of: Schema.ledger.table, limit: 100)
            switch forgery {
            case .entry:
                if let line = lines.first { changes.put(Schema.ledger.table, line.doubled) }
            case .posting:
                for line in lines where line.posting == lines.first?.posting {
                    changes.put(Schema.ledger.table, line.doubled)
                }
            case .lastPostingGone:
                for line in lines where line.posting == lines.last?.posting {
                    changes.delete(Schema.ledger.table, line.id)
                }
            case .accountSum:
                for var row in changes.view.rows(of: Schema.accountBalances.table, limit: 1) {
                    row.debit += 1
                    changes.put(Schema.accountBalances.table, row)
                }
            case .standing:
                for var row in changes.view.rows(of: Schema.standings.table, limit: 1) {
                    row.standing.paid += 1
                    changes.put(Schema.standings.table, row)
                }
            case .bonus:
                for var row in changes.view.rows(of: Schema.bonuses.table, limit: 1) {
                    row.amount = (row.amount ?? 0) + 1
                    changes.put(Schema.bonuses.table, row)
                }
            }
        }
        #expect(group.fault == nil)
        try store.apply(#require(group.seal(epoch: store.epoch)))
    }

    // Threat T18: a row of the money that was changed in the files, under a whole chain of events,
    //   is named by LEDGER.CHECK or CHECK DEEP
    @Test("is named, whichever row was changed", arguments: Forgery.allCases)
    func named(forgery: Forgery) throws {
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        try forge(forgery)
        let ledger = harness.run("LEDGER.CHECK")
        let deep = harness.run("CHECK DEEP")
        #expect(ledger.last != "+OK 0" || deep.last != "+OK 0", "\(forgery): nobody noticed")
        #expect(harness.run("AUDIT.VERIFY").joined().contains("broken_at\t\\N"))
    }
}

extension LedgerLine {
    /// The same entry at twice its amount.
    fileprivate var doubled: LedgerLine {
        LedgerLine(
            sequence: sequence, posting: posting, at: at, account: account, payee: payee,
            currency: currency, amount: amount * 2, balance: balance, of: of)
    }
}
