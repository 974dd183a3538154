/// The move that a client makes of a lead whose state it has asked for.
enum Advance {
    /// The request for one of the states that STATUS said may come next; nil when there is none.
    static func line(
        of lead: String, after reply: String, _ words: inout Vocabulary
    ) -> Line? {
        let open = [
            "review", "offered", "accepted", "contacted", "quoted", "won", "qualified",
            "meeting", "negotiation",
        ]
        let next = reply.split(whereSeparator: { !$0.isLetter }).map { String($0) }
        guard let place = next.firstIndex(of: "next") else { return nil }
        let states = next[(place + 1)...].filter {
            open.contains($0) || $0 == "lost" || $0 == "rejected" || $0 == "needsinfo"
                || $0 == "unqualified" || $0 == "withdrawn" || $0 == "new"
        }
        // Mostly it goes on and does not end.
        let further = states.filter { open.contains($0) }
        guard !states.isEmpty else { return ["REOPEN", lead, "REASON", "back"] }
        let state = words.random.pick(
            further.isEmpty || words.random.once(in: 8) ? states : further)
        switch state {
        case "review":
            return words.random.pick([
                ["ASSIGN", lead, "AUTO"],
                ["ASSIGN", lead, words.known.id("P", &words.random), "FORCE", "agreed"],
            ])
        case "offered": return ["RELEASE", lead]
        case "accepted": return ["ACCEPT", lead]
        case "withdrawn": return ["LEAD.WITHDRAW", lead, "REASON", "gone"]
        case "meeting": return ["STATUS", lead, state, "AT", "2d"]
        case "won", "quoted": return ["STATUS", lead, state, "VALUE", "1150.50"]
        case "contacted", "qualified", "negotiation": return ["STATUS", lead, state]
        default: return ["STATUS", lead, state, "REASON", "so it is"]
        }
    }
}
