import LeadlineDomain

@testable import LeadlineEngine

/// What the generated requests put into a slot, by the name of its type.
enum SlotSample {
    /// Types whose values name a row, with how an id of a lead or partner is written in it.
    enum Naming {
        case lead, partner, referrer, bonus, record, user, dispute, invoice, payment
    }

    static func naming(_ slot: ParameterSlot) -> Naming? {
        switch slot.type {
        case "lead", "lead|dispute", "lead|referrer": .lead
        case "lead|partner": .record
        // AFTER of a list is a place in it and names nothing.
        case "partner" where slot.name != "AFTER": .partner
        case "partner|AUTO", "partner,…", "payee", "payee,…": .partner
        case "referrer" where slot.name != "AFTER": .referrer
        case "bonus" where slot.name != "AFTER": .bonus
        case "id": .record
        case "dispute" where slot.name != "AFTER": .dispute
        case "invoice" where slot.name != "AFTER": .invoice
        case "payment" where slot.name != "AFTER": .payment
        // The name of a new user names nobody yet.
        case "user" where slot.name != "AFTER": .user
        default: nil
        }
    }

    /// The arguments that fill a slot, its keyword included; nil when the type is not known here.
    static func arguments(_ slot: ParameterSlot) -> [String]? {
        guard let values = values(slot) else { return nil }
        return slot.isKeyword ? [slot.name] + values : values
    }

    private static func values(_ slot: ParameterSlot) -> [String]? {
        if let choice = slot.choices.first { return [choice] }
        if slot.type == "flag" { return [] }
        if slot.type == "name value" { return ["size", "7"] }
        if slot.type == "kind word" { return ["PATTERN", "lead.*"] }
        if slot.type == "user token" { return ["default", "x"] }
        return (byName[slot.name] ?? byType[slot.type]).map { [$0] }
    }

    private static let byName = [
        "COLUMNS": "id", "STATE": "active", "AREA": "US", "SOURCE": "employee",
        "zip": "10002", "OWNER": "mia", "USER": "mia", "MANAGER": "mia",
        "TIMEZONE": "UTC", "AFTER": "7", "CHOICES": "a,b", "TYPE": "lead.*",
        "PHONE": "+12025550143", "FIXED": "5", "DATA": "c2VjcmV0",
        "protover": "2", "index": "0",
    ]

    private static let byType = [
        "1-5": "3", "type/subtype": "image/png", "url": "https://a.example/b",
        "lead|dispute": "L1", "lead|referrer": "L1", "lead|partner": "L1",
        "a,b,…": "payroll", "amount": "5.00", "bytes": "secret", "campaign": "CMP1",
        "campaign,…": "CMP1", "channel": "lead.*", "country": "US", "currency": "USD",
        "contributor": "P1", "cursor": "P1/US/payroll", "dispute": "D1",
        "duration": "1d", "e-mail": "new@secretb4.example",
        "id": "L1", "key": "k1", "lead": "L1", "ms": "1", "n": "1", "name": "mailer",
        "n|-1": "1", "partner": "P1", "partner,…": "P1", "partner|AUTO": "P1", "payee": "P1",
        "partner|user": "P1", "payee,…": "P1", "proof": "x", "shares": "P1 100%",
        "period": "year", "rate": "5%", "ref": "fresh", "referrer": "R1",
        "seq|now": "0", "rule": "hot", "0-25": "5", "topic": "news",
        "service": "payroll", "state": "won", "status,…|open|closed": "open",
        "text": "secret", "user": "zoe@north", "number": "5", "token": "x", "time": "1d",
        "service,…": "payroll", "tier": "gold", "tier,…": "gold", "title": "deck",
        "bonus": "B1", "bonus-type": "new-customer", "bonus-type,…": "new-customer",
        "event[+delay]": "paid+3d", "month": "2026-10",
        "months|lifetime|first": "3", "parts": "50%,50%", "payout": "PAY1", "rate,…": "5%,3%",
        "sale": "S1",
        "scope": "DEFAULT", "±amount": "+5.00",
        "invoice": "INV1", "payment": "PMT1", "brand": "visa", "digits": "4242",
        "version": "1", "word,…": "out", "zip": "10001", "date": "2026-12-25", "target": "4h",
        "dddd": "1234", "year": "2026",
    ]
}
