import LeadlineDomain
import LeadlineEngine

/// Tells one random history: who does what next, what becomes of groups, when time passes and when
/// the process dies.
struct Scheduler {
    private(set) var house: SimulatedHouse
    private(set) var steps: [Step] = []
    private var words: Vocabulary
    private let sampler: Sampler
    private var clients: [Client]
    /// Requests that somebody should make.
    private var agenda: [Line] = []

    init(seed: UInt64, _ house: SimulatedHouse) {
        self.house = house
        words = Vocabulary(seed: seed)
        sampler = Sampler()
        let cast: [(String, Role?)] = [
            ("root", .admin), ("mia", .manager), ("fin", .finance), ("ada", .agent),
            ("gate", .gateway), ("anna@north", .partner), ("bert@south", .partner),
            ("adam@east", .advertiser), ("rita", .partner), ("aud", .auditor), ("", nil),
            ("root", .admin), ("fin", .finance),
        ]
        clients = cast.enumerated().map { Client($1.0, $1.1, connection: $0 + 1) }
    }

    /// What the house is set up with before its first day.
    private static let opening = [
        "USER.NEW root ROLE admin", "USER.NEW mia ROLE manager", "USER.NEW fin ROLE finance",
        "USER.NEW ada ROLE agent", "USER.NEW gate ROLE gateway", "USER.NEW aud ROLE auditor",
        "SERVICE.SET payroll", "SERVICE.SET hr", "SERVICE.SET setup",
        "PARTNER.NEW NAME North RATE 10%",
        "PARTNER.NEW NAME South PARENT P1", "PARTNER.NEW NAME East KIND advertiser",
        "REFERRER.NEW KIND contact NAME Rita", "REFERRER.NEW KIND employee NAME Bob",
        "USER.NEW anna@north ROLE partner PARTNER P1",
        "USER.NEW bert@south ROLE partner PARTNER P2",
        "USER.NEW adam@east ROLE advertiser PARTNER P3", "USER.NEW rita ROLE partner REFERRER R1",
        "COVER.ADD P1 SERVICE payroll AREA *", "COVER.ADD P2 SERVICE hr AREA US",
        "TERMS.SET P2 RATE 12.5% OVERRIDE 5% OF commission", "TERMS.SET DEFAULT RATE 5%",
    ]

    // MARK: - Days

    /// Tells so many days; ends early when something is wrong.
    mutating func run(days: Int) throws {
        try open()
        for _ in 0..<days {
            guard house.faults.isEmpty else { return }
            try runDay()
            house.census.count("day")
            if words.random.once(in: 3) { try gap() }
        }
        try perform(.seal)
        try perform(.settle)
    }

    private mutating func open() throws {
        try perform(.connect(0))
        for text in Self.opening {
            let line = text.split(separator: " ").map { String($0) }
            try perform(.send(0, line, random: words.random.next()))
            try perform(.seal)
            try perform(.settle)
            try hear()
        }
    }

    /// Twenty-four hours.
    private mutating func runDay() throws {
        var left: Int64 = 86_400_000
        while left > 0, house.faults.isEmpty {
            try turn()
            let most = min(left, Self.turnMilliseconds * 2)
            let time =
                words.random.once(in: 3) ? 0 : Int64.random(in: 0...most, using: &words.random)
            left -= max(time, 1)
            if time > 0 { try perform(.pass(milliseconds: time)) }
        }
    }

    /// How long a turn takes, on average of those that take time.
    private static let turnMilliseconds: Int64 = 1_200_000

    /// Days on which nobody is there: what is due then happens late.
    private mutating func gap() throws {
        let days = Int64(words.random.pick([1, 2, 6, 30, 95]))
        if words.random.once(in: 2) {
            try perform(.seal)
            try perform(.settle)
        }
        try perform(.pass(milliseconds: days * 86_400_000 + Int64(words.random.below(3_600_000))))
        if words.random.once(in: 2) { try crash() }
    }

    // MARK: - Turns

    private mutating func turn() throws {
        switch words.random.below(100) {
        case 0..<64: try act(words.random.below(clients.count))
        case 64..<90: try moveGroup()
        case 90..<95: try perform(.fire(1 + words.random.below(16), random: words.random.next()))
        case 95..<98: try perform(.proceed(random: words.random.next()))
        case 98 where words.random.once(in: 3): try perform(.pass(milliseconds: -3_600_000))
        case 99 where words.random.once(in: 2): try crash()
        default: try perform(.settle)
        }
        try hear()
        if house.isPoisoned, words.random.once(in: 4) { try crash() }
    }

    private mutating func moveGroup() throws {
        let fates: [Fate] = words.random.once(in: 40) ? Fate.allCases : [.durable]
        switch words.random.below(4) {
        case 0: try perform(.seal)
        case 1: try perform(.append(words.random.pick(fates)))
        default:
            try perform(.seal)
            try perform(.append(words.random.pick(fates)))
            try perform(.settle)
        }
    }

    private mutating func crash() throws {
        try perform(.crash(random: words.random.next()))
        for index in clients.indices {
            // Nobody told it: what has a key is sent again.
            if let lost = clients[index].waiting, lost.isKeyed { clients[index].again = lost }
            clients[index].waiting = nil
        }
    }

    /// Does a step and notes it.
    private mutating func perform(_ step: Step) throws {
        steps.append(step)
        try house.perform(step)
    }

    // MARK: - Clients

    private mutating func act(_ index: Int) throws {
        let client = clients[index]
        guard house.sessions[client.connection] != nil else { return try logIn(index) }
        if let pending = client.waiting { return try losePatience(index, pending) }
        if let again = client.again, !words.random.once(in: 4) {
            clients[index].again = nil
            return try send(again, index, on: client.connection)
        }
        if let old = client.answered.last, words.random.once(in: 20) {
            // The network delivers it a second time; nobody waits for what is answered.
            return try transmit(old, on: client.connection)
        }
        try begin(index)
    }

    private mutating func logIn(_ index: Int) throws {
        let client = clients[index]
        try perform(.connect(client.connection))
        guard let token = client.token else { return }
        try perform(.send(client.connection, ["AUTH", client.user, token], random: 0))
    }

    /// What a client does whose answer does not come.
    private mutating func losePatience(_ index: Int, _ pending: Client.Pending) throws {
        let client = clients[index]
        switch words.random.below(12) {
        case 0:
            // It hangs up, and asks again on a new connection.
            try perform(.disconnect(client.connection))
            clients[index].waiting = nil
            if pending.isKeyed { clients[index].again = pending }
        case 1 where pending.isKeyed:
            // It asks on a second connection as well: which of the two is first is open.
            try perform(.connect(client.secondConnection))
            if let token = client.token {
                let line = ["AUTH", client.user, token]
                try perform(.send(client.secondConnection, line, random: 0))
            }
            try transmit(pending, on: client.secondConnection)
        case 2: clients[index].waiting = nil
        default: return
        }
    }

    private mutating func send(_ request: Client.Pending, _ index: Int, on connection: Int) throws {
        clients[index].waiting = request
        try transmit(request, on: connection)
    }

    private mutating func transmit(_ request: Client.Pending, on connection: Int) throws {
        let random = words.random.next()
        if request.isBlock {
            try perform(.block(connection, request.lines, random: random))
        } else {
            try perform(.send(connection, request.lines[0], random: random))
        }
    }

    // MARK: - New requests

    private mutating func begin(_ index: Int) throws {
        if words.random.once(in: 12) { return try beginBlock(index) }
        guard let request = newRequest() else { return }
        // Who has the role sends it, and now and then who has not.
        let allowed = sampler.roles(of: request.lines[0]) ?? []
        let fit = clients.indices.filter {
            clients[$0].may(allowed) && clients[$0].waiting == nil
                && house.sessions[clients[$0].connection] != nil
        }
        let sender = fit.isEmpty || words.random.once(in: 25) ? index : words.random.pick(fit)
        guard clients[sender].waiting == nil else { return }
        let line = keyed(request.lines[0], sender)
        let pending = Client.Pending(lines: [line], errand: request.errand)
        try send(pending, sender, on: clients[sender].connection)
    }

    /// Adds a key to most requests that can have one.
    private mutating func keyed(_ line: Line, _ index: Int, always: Bool = false) -> Line {
        guard sampler.takesKey(line), always || !words.random.once(in: 3) else { return line }
        // Now and then somebody uses a key for something else, which has to be refused.
        if words.random.once(in: 40), let key = clients[index].answered.last?.lines[0].last {
            return line + ["IDEM", key]
        }
        return line + ["IDEM", clients[index].newKey()]
    }

    private mutating func newRequest() -> Client.Pending? {
        if !agenda.isEmpty, !words.random.once(in: 3) {
            return Client.Pending(lines: [agenda.removeFirst()])
        }
        if !words.random.once(in: 3) {
            let recipe = Recipe.next(&words)
            return Client.Pending(lines: [recipe.line], errand: recipe.errand)
        }
        let commands = words.random.once(in: 6) ? sampler.reads : sampler.writes
        let command = words.random.pick(commands)
        return sampler.request(of: command, &words).map { Client.Pending(lines: [$0]) }
    }

    private mutating func beginBlock(_ index: Int) throws {
        var lines: [Line] = []
        let isKeyed = !words.random.once(in: 3)
        for _ in 0..<(1 + words.random.below(4)) {
            guard var line = newRequest()?.lines[0], sampler.isWrite(line) else { continue }
            if !lines.isEmpty, words.random.once(in: 3), line.count > 1 { line[1] = "$1" }
            lines.append(isKeyed ? keyed(line, index, always: true) : line)
        }
        guard !lines.isEmpty else { return }
        let connection = clients[index].connection
        if words.random.once(in: 8) {
            return try perform(.abandon(connection, lines))
        }
        try send(Client.Pending(lines: lines, isBlock: true), index, on: connection)
    }

    // MARK: - Answers

    /// Has clients hear what they were answered.
    private mutating func hear() throws {
        for answer in house.takeAnswers() {
            words.known.learn(from: answer.reply)
            learnToken(answer)
            let connection = answer.connection % Client.secondOffset
            guard let index = clients.firstIndex(where: { $0.connection == connection }),
                let pending = clients[index].waiting, pending.lines == answer.lines
            else { continue }
            clients[index].finish(answer.reply)
            follow(pending, answer.reply)
        }
    }

    private mutating func follow(_ pending: Client.Pending, _ reply: String) {
        guard !reply.hasPrefix("-"), agenda.count < 20 else { return }
        let line = pending.lines[0]
        if line.first == "STATUS", line.count == 2,
            let next = Advance.line(of: line[1], after: reply, &words)
        {
            agenda.append(next)
        }
        if let errand = pending.errand {
            let ids = Knowledge.ids(in: reply).filter { $0.letters == errand.letters }
            guard !ids.isEmpty else { return }
            let id = words.random.pick(ids)
            let act = words.random.pick(errand.acts)
            agenda.append(act.map { $0 == "{}" ? "\(id.letters)\(id.number)" : $0 })
        }
    }

    /// Tokens are shown once: to whoever makes a user, who tells the user.
    private mutating func learnToken(_ answer: SimulatedHouse.Answer) {
        let line = answer.lines[0]
        guard ["USER.NEW", "USER.TOKEN"].contains(line[0]), line.count > 1,
            answer.reply.hasPrefix("$"),
            let token = answer.reply.split(separator: "\r\n").last
        else { return }
        for index in clients.indices where clients[index].user == line[1] {
            clients[index].token = String(token)
        }
    }
}
