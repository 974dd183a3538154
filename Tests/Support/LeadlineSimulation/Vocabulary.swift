import LeadlineEngine

/// What clients put into the slots of a command's declaration, by the name or the type of a slot.
///
/// A slot that neither names is found by a test: a new type needs its words here.
struct Vocabulary {
    var random: SimulationRandom
    var known = Knowledge()

    init(seed: UInt64) { random = SimulationRandom(seed: seed) }

    /// A value for a slot; nil when nothing is known of its type.
    mutating func values(_ slot: ParameterSlot) -> [String]? {
        if slot.type == "flag" { return [] }
        if slot.type == "name value" {
            return random.pick([["size", "7"], ["size", ""], ["roof", "flat"]])
        }
        if !slot.choices.isEmpty { return [random.pick(slot.choices)] }
        if let letters = Self.letters[slot.type] { return [known.id(letters, &random)] }
        if let words = Self.byName[slot.name] ?? Self.byType[slot.type] {
            return [random.pick(words)]
        }
        return composed(slot.type).map { [$0] }
    }

    /// A value that is made of others.
    private mutating func composed(_ type: String) -> String? {
        switch type {
        case "payee", "contributor", "earner": known.id(random.pick(["P", "R"]), &random)
        case "partner,…", "payee,…": "\(known.id("P", &random)),\(known.id("P", &random))"
        case "campaign,…": known.id("CMP", &random)
        case "lead|dispute": known.id(random.pick(["L", "D"]), &random)
        case "lead|referrer": known.id(random.pick(["L", "R"]), &random)
        case "lead|partner": known.id(random.pick(["L", "P"]), &random)
        case "partner|AUTO": random.once(in: 2) ? "AUTO" : known.id("P", &random)
        case "partner|user": random.once(in: 3) ? random.pick(Self.users) : known.id("P", &random)
        case "id": known.id(random.pick(Array(Self.letters.values).sorted()), &random)
        case "shares": "\(known.id("P", &random)) 60%,\(known.id("P", &random)) 40%"
        case "scope":
            random.pick(["DEFAULT", "SOURCE employee", "TIER gold", known.id("P", &random)])
        case "version": "\(1 + random.below(5))"
        default: nil
        }
    }

    /// The letters of the ids that types of one record are written with.
    private static let letters = [
        "lead": "L", "partner": "P", "sale": "S", "bonus": "B", "payout": "PAY", "invoice": "INV",
        "payment": "PMT", "campaign": "CMP", "referrer": "R", "dispute": "D",
    ]

    static let emails = [
        "ann@acme.example", "bob@bolt.example", "cat@cord.example", "dan@dune.example",
        "A.nn+x@gmail.com", "ann@gmail.com", "Eve <EVE@elm.example>", "fay@acme.example",
    ]
    static let users = ["root", "mia", "ada", "fin"]
    private static let amounts = ["0.01", "5", "100.00", "999.99", "25000", "33.33"]
    private static let durations = ["1h", "90m", "1d", "7d", "30d"]
    private static let times = ["1d", "2d", "9d", "2026-11-20", "2026-12-24", "2027-02-01"]

    private static let byName: [String: [String]] = [
        "AREA": ["*", "US", "US-CA", "EMEA", "JP"], "SERVICE": services, "service": services,
        "zip": zips, "ZIP": zips, "PHONE": ["+1 202 555 0143", "+1 202 555 0188"],
        "OWNER": users, "USER": users + ["NONE"], "MANAGER": users, "TIER": tiers + [""],
        "TIMEZONE": ["UTC", "America/New_York", ""], "HOURS": ["Mo-Fr 09:00-17:00", ""],
        "FIXED": ["5", "20", ""], "BRACKETS": ["0:5%,100:7%,50000:10%", ""],
        "MINSALE": ["50", ""], "CAP": ["500", "9", ""], "PRODUCT": ["", "crm", "erp", "bi"],
        "parts": ["70% signing,30% install", "50%,50%"], "SKU": ["a-1", "b-2"],
        "COLUMNS": ["id", "id,version", "at"], "CHOICES": ["small,large", "a,b"],
        "STATE": ["open"], "WEIGHT": ["0", "1", "3"], "CAPACITY": ["1", "2", "50"],
        "seq": ["0", "3", "9"],
        "PROFILE": ["{}", "old house"],
        "PARENT": ["P1", "P2", ""], "POINTS": ["20", "-5", "40"], "VALUE": ["10", "500", "0"],
        "RANK": ["1", "2", "3"], "MINWON": ["1", "2"], "GOAL": ["7"], "n": ["1", "2", "3"],
        "LIMIT": ["1", "10", "1000"], "AFTER": [""], "BLOCK": ["1"], "CURSOR": ["mailer"],
        "NAME": ["Ann Lee", "Bolt", "Deck", "Spring", "Wörld \u{1F600}"],
        "IN": ["2026-11", "year"],
        "OF": ["sale", "L1", "B1"], "CURRENCY": ["USD", "USD", "EUR", "JPY"],
        "AUTHORITY": ["0", "25", ""], "FROM": ["L1", "P1", "mia"], "AMOUNT": amounts,
    ]

    private static let services = ["payroll", "hr", "setup"]
    private static let zips = ["90210", "10001", "60601", "02134"]
    private static let tiers = ["bronze", "silver", "gold"]

    private static let byType: [String: [String]] = [
        "text": ["no budget", "called", "so it is", "x"], "a,b,…": ["payroll", "US", "90210"],
        "amount": amounts, "±amount": ["+5.00", "-3", "+0.01"], "bonus-type": bonusTypes,
        "bonus-type,…": bonusTypes, "brand": ["visa", "mastercard", "amex"],
        "bytes": ["aGVsbG8=", "AA=="], "channel": ["lead.*"], "country": ["US", "DE", "JP"],
        "currency": ["USD", "EUR", "JPY"], "cursor": ["P1/US/payroll"],
        "date": ["2026-11-23", "2026-11-30", "2026-12-25"], "dddd": ["1234", "9876"],
        "digits": ["4242"], "duration": durations, "e-mail": emails, "0-25": ["0", "9", "25"],
        "event[+delay]": ["signing", "paid+3d", "install+1d"], "key": ["k1", "k2", "k3"],
        "month": ["2026-10", "2026-11", "2026-12"],
        "months|lifetime|first": ["3", "lifetime", "first"],
        "ms": ["1"], "n": ["0", "1", "2", "9"], "n|-1": ["0"], "number": ["1", "2.5", "9"],
        "name": ["mailer", "sheet"], "period": ["year", "2026-11"], "rate": ["0%", "5%", "12.5%"],
        "rate,…": ["10%,5%", ""], "parts": ["50% signing,50% install", ""], "proof": ["x"],
        "ref": ["r-1", "r-2", "r-3", "r-4"], "rule": ["rule-1", "rule-2", "hot"],
        "seq|now": ["0", "5", "now"], "service": services, "service,…": services,
        "state": ["new", "needsinfo", "contacted"], "status,…|open|closed": ["open", "closed"],
        "target": ["1h", "4h", "2d"], "tier": tiers, "tier,…": tiers, "time": times,
        "title": ["Deck", "Sales 101"], "token": ["x"], "topic": ["news", "offers"],
        "type/subtype": ["text/plain", "image/png"], "url": ["https://a.example/b"],
        "user": ["zoe", "yan", "ada", "pia@north"], "word": ["x"], "word,…": ["out", "in"],
        "year": ["2026"], "1-5": ["1", "3", "5"], "user token": ["x"], "kind word": ["x"],
        "zip": zips, "event": ["signing", "install"], "method": ["ach", "wire"],
        "result": ["approved", "declined"],
    ]

    private static let bonusTypes = ["new-customer", "referral-vendor", "employee-generated"]
}
