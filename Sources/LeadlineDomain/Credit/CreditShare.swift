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

    /// A name that is credited, and how many millionths.
    package typealias Part<Name> = (name: Name, millionths: UInt32)

    /// Reads `P7 70%,P9 30%`: who is paid, each once, together 100 %.
    ///
    /// - Parameters:
    ///   - bytes: The parts.
    ///   - read: Makes of a text whoever is named by it.
    package static func parse<Name>(
        _ bytes: ArraySlice<UInt8>, by read: (ArraySlice<UInt8>) throws(ValueFault) -> Name
    ) throws(ValueFault) -> [Part<Name>] {
        let texts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard texts.count <= contributorsMax else {
            throw ValueFault("at most \(contributorsMax) earners share a lead")
        }
        var parts: [Part<Name>] = []
        for text in texts { parts.append(try parse(one: text.trimmed, by: read)) }
        // At most 32 parts of a million each: no overflow.
        let total = parts.reduce(UInt32(0)) { $0 + $1.millionths }
        guard total == wholeMillionths else {
            let text = Text(Decimal.bytes(Int64(total), decimals: 4))
            throw ValueFault("the shares are \(text)% together, not 100%")
        }
        return parts
    }

    /// The credit that is shared so.
    package static func credit(_ parts: [Part<Payee>]) throws(ValueFault) -> [CreditShare] {
        var shares: [CreditShare] = []
        for part in parts {
            let share = CreditShare(
                contributor: .payee(part.name), millionths: part.millionths, source: .shares)
            guard !shares.contains(where: { $0.contributor == share.contributor }) else {
                throw ValueFault("\(share.contributor.text) stands there twice")
            }
            shares.append(share)
        }
        return shares
    }

    private static func parse<Name>(
        one part: ArraySlice<UInt8>, by read: (ArraySlice<UInt8>) throws(ValueFault) -> Name
    ) throws(ValueFault) -> Part<Name> {
        guard let blank = part.lastIndex(of: UInt8(ascii: " ")) else {
            throw ValueFault("\(part.quoted) is not an earner and its share, such as P7 70%")
        }
        let name = try read(part[..<blank].trimmed)
        let rate = try Rate.parse(part[(blank + 1)...])
        guard rate.millionths > 0 else {
            throw ValueFault("\(part.quoted) is no share: leave it out")
        }
        return (name, rate.millionths)
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
