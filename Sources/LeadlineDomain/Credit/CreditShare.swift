/// One contributor's part in the credit for a lead.
package struct CreditShare: Equatable, Sendable {
    /// Whose part it is.
    package let contributor: Contributor

    /// Of a million.
    package var millionths: UInt32

    /// What it was made by.
    package let source: CreditSource

    /// Makes a share of its parts.
    package init(contributor: Contributor, millionths: UInt32, source: CreditSource) {
        self.contributor = contributor
        self.millionths = millionths
        self.source = source
    }

    /// All of the credit: 100 %.
    package static let wholeMillionths: UInt32 = 1_000_000

    /// The most contributors that share one lead.
    package static let contributorsMax = 32

    /// The part as it is printed: `70%`.
    package var rate: Text { Rate(millionths: millionths)?.text ?? "100%" }

    /// Reads `P7 70%,P9 30%`: who is paid, each once, together 100 %.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> [CreditShare] {
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count <= contributorsMax else {
            throw ValueFault("at most \(contributorsMax) earners share a lead")
        }
        var shares: [CreditShare] = []
        var total: UInt32 = 0
        for part in parts {
            let share = try parse(one: part.trimmed)
            guard !shares.contains(where: { $0.contributor == share.contributor }) else {
                throw ValueFault("\(share.contributor.text) stands there twice")
            }
            // At most 32 parts of a million each: no overflow.
            total += share.millionths
            shares.append(share)
        }
        guard total == wholeMillionths else {
            let text = Text(Decimal.bytes(Int64(total), decimals: 4))
            throw ValueFault("the shares are \(text)% together, not 100%")
        }
        return shares
    }

    private static func parse(one part: ArraySlice<UInt8>) throws(ValueFault) -> CreditShare {
        let words = part.split(separator: UInt8(ascii: " "))
        guard words.count == 2, let payee = Payee(words[0]) else {
            throw ValueFault("\(part.quoted) is not an earner and its share, such as P7 70%")
        }
        let rate = try Rate.parse(words[1])
        guard rate.millionths > 0 else {
            throw ValueFault("\(part.quoted) is no share: leave it out")
        }
        return CreditShare(
            contributor: .payee(payee), millionths: rate.millionths, source: .shares)
    }
}

extension [CreditShare] {
    /// The same credit with one payee's part given to another.
    package func moved(from old: Payee, to new: Payee) -> [CreditShare] {
        var moved: [CreditShare] = []
        for share in self {
            let contributor = share.contributor == .payee(old) ? .payee(new) : share.contributor
            if let index = moved.firstIndex(where: { $0.contributor == contributor }) {
                moved[index].millionths += share.millionths
            } else {
                moved.append(
                    CreditShare(
                        contributor: contributor, millionths: share.millionths,
                        source: share.source))
            }
        }
        return moved
    }
}
