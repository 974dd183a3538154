/// Who goes when: nobody always meets the machine as the same neighbour left it.
package enum TurnOrder {
    /// The order of one round: each goes first in its turn, and every other round goes backwards.
    ///
    /// A round before the first, as for warming up, keeps the order.
    package static func order(of indexes: [Int], inRound round: Int) -> [Int] {
        guard round >= 0, !indexes.isEmpty else { return indexes }
        let first = (round / 2) % indexes.count
        let turned = Array(indexes[first...] + indexes[..<first])
        return round.isMultiple(of: 2) ? turned : turned.reversed()
    }
}
