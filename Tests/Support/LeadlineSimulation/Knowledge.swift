/// What clients have learned of the house: how far its ids go.
struct Knowledge {
    /// By the letters of a kind of id, the greatest number seen.
    private(set) var last: [String: Int] = [:]

    /// Learns the ids in a reply.
    mutating func learn(from reply: String) {
        for (letters, number) in Self.ids(in: reply) where number > last[letters, default: 0] {
            last[letters] = number
        }
    }

    /// The ids that stand alone in a reply, in their order.
    static func ids(in reply: String) -> [(letters: String, number: Int)] {
        reply.split(separator: "\r\n").compactMap { word in
            let letters = word.prefix { $0.isASCII && $0.isLetter && $0.isUppercase }
            guard 1...3 ~= letters.count, letters.count < word.count, word.utf8.count < 12,
                let number = Int(word.dropFirst(letters.count)), number > 0
            else { return nil }
            return (String(letters), number)
        }
    }

    /// An id of that kind: mostly one of the newest, now and then one that does not exist.
    func id(_ letters: String, _ random: inout SimulationRandom) -> String {
        let last = last[letters, default: 0]
        guard last > 0, !random.once(in: 25) else { return "\(letters)\(last + 1)" }
        let isNew = !random.once(in: 3)
        let number = isNew ? max(1, last - random.below(4)) : 1 + random.below(last)
        return "\(letters)\(number)"
    }
}
