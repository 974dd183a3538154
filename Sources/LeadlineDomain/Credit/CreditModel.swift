/// How the touches of a customer share the credit for it.
package enum CreditModel: UInt8, Vocabulary {
    /// All of it to the first touch.
    case first = 1
    /// All of it to the last touch.
    case last = 2
    /// The same to every touch.
    case linear = 3
    /// 40 % to the first, 40 % to the last, 20 % to those between; of two touches half each.
    case position = 4

    package var word: StaticString {
        switch self {
        case .first: "first"
        case .last: "last"
        case .linear: "linear"
        case .position: "position"
        }
    }

    /// What shares that were made by it are labelled with.
    package var source: CreditSource {
        switch self {
        case .first: .first
        case .last: .last
        case .linear: .linear
        case .position: .position
        }
    }

    /// The credit of touches in the order in which they happened; empty when there are none.
    ///
    /// Whoever touched more than once gets the sum, at the place of its first touch. The shares are
    /// 100 % together; what does not divide goes to the earlier touches.
    package func credit(of touches: [Contributor]) -> [CreditShare] {
        guard !touches.isEmpty else { return [] }
        var shares: [CreditShare] = []
        for (contributor, part) in zip(touches, parts(touches.count)) where part > 0 {
            if let index = shares.firstIndex(where: { $0.contributor == contributor }) {
                shares[index].millionths += part
            } else {
                shares.append(
                    CreditShare(contributor: contributor, millionths: part, source: source))
            }
        }
        return shares
    }

    /// The millionths of so many touches, at least one, in their order.
    private func parts(_ count: Int) -> [UInt32] {
        let whole = CreditShare.wholeMillionths
        var parts = [UInt32](repeating: 0, count: count)
        switch self {
        case .first: parts[0] = whole
        case .last: parts[count - 1] = whole
        case .linear: parts = Self.even(whole, count)
        case .position:
            guard count > 2 else { return Self.even(whole, count) }
            let end = whole / 5 * 2
            parts = [end] + Self.even(whole - end - end, count - 2) + [end]
        }
        return parts
    }

    /// An amount in so many parts; the earlier ones take what does not divide.
    private static func even(_ amount: UInt32, _ count: Int) -> [UInt32] {
        let (part, rest) = amount.quotientAndRemainder(dividingBy: UInt32(count))
        return (0..<count).map { part + ($0 < Int(rest) ? 1 : 0) }
    }
}
