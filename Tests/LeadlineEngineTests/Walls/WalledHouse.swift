import Foundation
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore

@testable import LeadlineEngine

/// A store with two partners, two advertisers and two agents, each with rows of its own, and
/// requests to it that leave no trace.
final class WalledHouse {
    let engine: Engine
    let writer: Writer
    private let directory: String
    private var request = Request()

    /// Everybody who asks, by a name.
    static let callers: [Caller] = [
        caller("root", .admin), caller("mia", .manager), caller("fin", .finance),
        caller("aud", .auditor), caller("gate", .gateway), caller("ada", .agent),
        caller("bob", .agent), caller("anna@north", .partner, PartnerID(raw: 1)),
        caller("berta@south", .partner, PartnerID(raw: 2)),
        caller("adam@east", .advertiser, PartnerID(raw: 3)),
        caller("bill@west", .advertiser, PartnerID(raw: 4)),
        referred("rita", 1), referred("rolf", 2),
    ]

    private static func referred(_ name: Text, _ referrer: UInt64) -> Caller {
        Caller(
            name: name, role: .partner, referrer: ReferrerID(raw: referrer),
            origin: "127.0.0.1:40112#1")
    }

    static func caller(_ name: Text, _ role: Role, _ partner: PartnerID? = nil) -> Caller {
        Caller(name: name, role: role, partner: partner, origin: "127.0.0.1:40112#1")
    }

    static func caller(named name: Text) -> Caller {
        callers.first { $0.name == name } ?? callers[0]
    }

    /// A reply with how many rows were looked at for it.
    struct Answer: Equatable {
        var text: String
        var rows: Int
        var isError: Bool { text.hasPrefix("-") }
    }

    init() throws {
        directory =
            FileManager.default.temporaryDirectory
            .appending(path: "leadline-walls-\(UUID().uuidString)").path
        let options = StoreOptions(
            path: directory, durability: .os, freeBytesMin: 0, freePercentMin: 0)
        engine = Engine(
            store: try Store.open(options), clock: Clock(standingAt: EngineHarness.start))
        writer = Writer(engine: engine, seed: 1)
        for line in Self.history { keep(line) }
    }

    deinit {
        engine.store.close()
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Every word that stands only in rows of one of the pairs is `secret` and a letter: `secreta`
    /// in those of the first, `secretb` in those of the second, `secreth` in the house's own.
    private static let history: [(Text, String)] = [
        ("root", "USER.NEW root ROLE admin"), ("root", "USER.NEW mia ROLE manager"),
        ("root", "USER.NEW ada ROLE agent"), ("root", "USER.NEW bob ROLE agent"),
        ("root", "SERVICE.SET payroll"),
        ("root", "PARTNER.NEW NAME secreta-north REF pa"),
        ("root", "PARTNER.NEW NAME secretb-south REF pb"),
        ("root", "PARTNER.NEW NAME secreta-east KIND advertiser REF xa"),
        ("root", "PARTNER.NEW NAME secretb-west KIND advertiser REF xb"),
        ("root", "USER.NEW anna@north ROLE partner PARTNER P1"),
        ("root", "USER.NEW berta@south ROLE partner PARTNER P2"),
        ("root", "USER.NEW adam@east ROLE advertiser PARTNER P3"),
        ("root", "USER.NEW bill@west ROLE advertiser PARTNER P4"),
        ("root", "COVER.ADD P1 SERVICE payroll AREA US"),
        ("root", "COVER.ADD P2 SERVICE payroll AREA US"),
        ("root", "TERRITORY.SET 10001 P1"), ("root", "TERRITORY.SET 10002 P2"),
        // 1 and 2: accepted by either partner; 3 and 4: offered; 5 and 6: not released.
        ("root", "LEAD.NEW EMAIL one@secreta.example NAME secreta REF ra SERVICE payroll"),
        ("root", "LEAD.NEW EMAIL two@secretb.example NAME secretb REF rb SERVICE payroll"),
        ("root", "LEAD.NEW EMAIL three@secreta3.example NAME secreta"),
        ("root", "LEAD.NEW EMAIL four@secretb4.example NAME secretb"),
        ("root", "LEAD.NEW EMAIL five@secreth5.example NAME secreth"),
        ("root", "LEAD.NEW EMAIL six@secreth6.example NAME secreth"),
        ("root", "ASSIGN L1 P1"), ("root", "RELEASE L1"), ("anna@north", "ACCEPT L1"),
        ("root", "ASSIGN L2 P2"), ("root", "RELEASE L2"), ("berta@south", "ACCEPT L2"),
        ("root", "ASSIGN L3 P1"), ("root", "RELEASE L3"),
        ("root", "ASSIGN L4 P2"), ("root", "RELEASE L4"),
        ("root", "ASSIGN L5 P1"), ("root", "ASSIGN L6 P2"),
        ("root", "ASSIGN L5 USER mia"), ("root", "ASSIGN L6 USER mia"),
        ("anna@north", "NOTE L1 secreta SHARED"), ("berta@south", "NOTE L2 secretb SHARED"),
        ("root", "NOTE L1 secreth"), ("root", "NOTE L2 secreth"),
        // 7 to 10: brought from outside; 11 and 12: the agents' own.
        ("anna@north", "LEAD.NEW EMAIL p@secreta7.example NAME secreta REF sa"),
        ("berta@south", "LEAD.NEW EMAIL p@secretb8.example NAME secretb REF sb"),
        ("adam@east", "LEAD.NEW EMAIL x@secreta9.example NAME secreta REF ta"),
        ("bill@west", "LEAD.NEW EMAIL x@secretb10.example NAME secretb REF tb"),
        ("ada", "LEAD.NEW EMAIL g@secreta11.example NAME secreta REF ga OWNER mia"),
        ("bob", "LEAD.NEW EMAIL g@secretb12.example NAME secretb REF gb OWNER mia"),
        ("root", "ASSIGN L7 USER mia"), ("root", "ASSIGN L8 USER mia"),
        ("root", "ASSIGN L9 USER mia"), ("root", "ASSIGN L10 USER mia"),
        ("root", "TRAINING.DONE P1 secreta"), ("root", "TRAINING.DONE P2 secretb"),
        ("root", "REFERRER.NEW KIND contact NAME secreta-rita REF fa"),
        ("root", "REFERRER.NEW KIND contact NAME secretb-rolf REF fb"),
        ("root", "USER.NEW rita ROLE partner REFERRER R1"),
        ("root", "USER.NEW rolf ROLE partner REFERRER R2"),
        ("root", "LEAD.SET L1 REFERRER R1 REASON owed"),
        ("root", "LEAD.SET L2 HELPER R2 REASON owed"),
        // What stands around them.
        ("anna@north", "MAIL.LOG EMAIL one@secreta.example SUBJECT secreta BODY secreta"),
        ("berta@south", "MAIL.LOG EMAIL two@secretb.example SUBJECT secretb BODY secretb"),
        ("root", "MAIL.LOG EMAIL one@secreta.example SUBJECT secreth BODY secreth"),
        ("adam@east", "MAIL.LOG EMAIL new@secretb4.example SUBJECT secreta BODY secreta"),
        ("anna@north", "ITEM.ADD L7 SKU secreta NAME secreta QTY 1 PRICE 1"),
        ("berta@south", "ITEM.ADD L8 SKU secretb NAME secretb QTY 1 PRICE 1"),
        ("root", "ATTACH L1 secreta MIME a/b DATA AA=="),
        ("root", "ATTACH L2 secretb MIME a/b URL https://secretb.example"),
        ("root", "ATTACH L5 secreth MIME a/b DATA AA=="),
        ("root", "FEEDBACK L1 RATING 2 TEXT secreta"),
        ("berta@south", "FEEDBACK L2 RATING 2 TEXT secretb"),
        ("root", "BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 5.00 REASON secreth"),
        ("root", "BONUS.NEW TYPE referral-vendor EARNER P2 AMOUNT 6.00 REASON secreth"),
        ("root", "BONUS.NEW TYPE referral-contact EARNER R1 AMOUNT 7.00 REASON secreth"),
        ("root", "BONUS.NEW TYPE referral-contact EARNER R2 AMOUNT 8.00 REASON secreth"),
        // 1 and 2: fees of either partner, 3: of a lead that the first one works.
        ("root", "INVOICE.NEW BILL P1 AMOUNT 5 REF secreta-fee"),
        ("root", "INVOICE.NEW BILL P2 AMOUNT 6 REF secretb-fee"),
        ("root", "INVOICE.NEW LEAD L1 AMOUNT 7 REF secreth-fee"),
        ("root", "INVOICE.PAID INV1 AMOUNT 2 METHOD wire REF secreta-wire"),
        ("root", "INVOICE.PAID INV2 AMOUNT 2 METHOD wire REF secretb-wire"),
        ("gate", "PAYMENT.BEGIN INV3 BRAND visa"),
        ("root", "TAX.FORM P1 W9 NAME secreta ADDRESS secreta TIN-LAST4 1111"),
        ("root", "TAX.FORM P2 W9 NAME secretb ADDRESS secretb TIN-LAST4 2222"),
        ("root", "TAX.FORM R1 W9 NAME secreta ADDRESS secreta"),
        ("root", "TAX.FORM R2 W8 NAME secretb ADDRESS secretb"),
        // On their way: of either partner a payout, and a payroll of the house's.
        ("root", "BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 9.00"),
        ("root", "BONUS.NEW TYPE referral-vendor EARNER P2 AMOUNT 9.00"),
        ("root", "REFERRER.NEW KIND employee NAME secreth"),
        ("root", "BONUS.NEW TYPE referral-employee EARNER R3 AMOUNT 9.00"),
        ("root", "BONUS.COMPLETE B5 B6 B7"), ("mia", "BONUS.APPROVE B5 B6 B7"),
        ("fin", "PAYOUT.RUN"), ("fin", "PAYROLL.RUN UNTIL 2026-11-21"),
        ("anna@north", "CURSOR.SET mailer 1"), ("berta@south", "CURSOR.SET mailer 1"),
        // 1 and 2: raised by either partner; 3 and 4: by the agents; 5: by the house.
        ("anna@north", "DISPUTE.NEW L1 REASON secreta"),
        ("berta@south", "DISPUTE.NEW L2 REASON secretb"),
        ("ada", "DISPUTE.NEW L11 REASON secreta11"), ("bob", "DISPUTE.NEW L12 REASON secretb12"),
        ("mia", "DISPUTE.NEW L5 REASON secreth"),
        ("anna@north", "DISPUTE.NOTE D1 secreta"), ("berta@south", "DISPUTE.NOTE D2 secretb"),
        ("root", "DISPUTE.NOTE D1 secreth"), ("root", "DISPUTE.NOTE D2 secreth"),
        // What was withheld of somebody else's has gone to the tax office: the house's alone.
        ("root", "REFERRER.NEW KIND vendor NAME secreth"),
        ("root", "TAX.FORM R4 W9 WITHHOLD 50%"),
        ("root", "BONUS.NEW TYPE referral-vendor EARNER R4 AMOUNT 4.00"),
        ("root", "BONUS.COMPLETE B8"), ("mia", "BONUS.APPROVE B8"), ("fin", "PAYOUT.RUN"),
        ("root", "PAYOUT.APPROVE PAY5"), ("root", "PAYOUT.SEND PAY5 METHOD ach"),
        ("root", "PAYOUT.PAID PAY5"),
        ("fin", "TAX.REMIT AMOUNT 1.00 REF secreth-eft NOTE secreth"),
    ]

    /// Who earns each bonus, from B1.
    static let earners: [Outsider] = [
        .partner(PartnerID(raw: 1)), .partner(PartnerID(raw: 2)),
        .referrer(ReferrerID(raw: 1)), .referrer(ReferrerID(raw: 2)),
        .partner(PartnerID(raw: 1)), .partner(PartnerID(raw: 2)), .referrer(ReferrerID(raw: 3)),
        .referrer(ReferrerID(raw: 4)),
    ]

    /// Whom each invoice bills, from INV1; nil is none.
    static let billed: [PartnerID?] = [PartnerID(raw: 1), PartnerID(raw: 2), nil]

    /// How many leads there are.
    static let leadCount: UInt64 = 12
    /// How many disputes there are.
    static let disputeCount: UInt64 = 5

    private func keep(_ line: (Text, String)) {
        let words = line.1.split(separator: " ").map { String($0) }
        let answer = execute(words, Self.caller(named: line.0))
        precondition(!answer.isError, "\(line.1): \(answer.text)")
        precondition(writer.commit() == .durable)
    }

    /// Sends a request that is undone afterwards.
    func ask(_ words: [String], _ caller: Caller) -> Answer {
        defer { writer.group.reset() }
        return execute(words, caller)
    }

    private func execute(_ words: [String], _ caller: Caller) -> Answer {
        request.frame.removeAll()
        for word in words { request.frame.append(word.utf8) }
        var reply = ReplyWriter(format: .text)
        if let local = local(caller) {
            engine.runLocal(local.index, &request, local.session, &reply)
        } else {
            writer.execute(&request, caller, &reply)
        }
        return Answer(
            text: String(buffer: reply.buffer), rows: writer.group.rowsRead)
    }

    /// The session that a request is for, when it is one for the session.
    private func local(_ caller: Caller) -> (index: Int, session: Session)? {
        guard let index = try? engine.table.find(request.frame),
            case .local = engine.table.commands[index].body,
            engine.table.commands[index].roles.contains(caller.role)
        else { return nil }
        let session = Session(
            number: 1, remoteAddress: "127.0.0.1:40112", localAddress: "127.0.0.1:5323",
            now: engine.clock.now)
        session.caller = caller
        return (index, session)
    }

    /// Whether the caller reaches the dispute, by its stored row.
    func reaches(_ id: DisputeID, _ caller: Caller) -> Bool {
        var view = engine.store.view(.point)
        return view.get(Schema.disputes.table, id).map { caller.wall.reaches($0) } ?? false
    }

    /// Whether the caller reaches the lead, by its stored row.
    func reaches(_ id: LeadID, _ caller: Caller) -> Bool {
        var view = engine.store.view(.point)
        return view.get(Schema.leads.table, id).map { caller.wall.reaches($0) } ?? false
    }
}
