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
        try portions(bytes) { Payee($0) }.map { portion in
            CreditShare(
                contributor: .payee(portion.earner), millionths: portion.millionths,
                source: .shares)
        }
    }

    /// Reads the same where earners have other names, too; `earner` tells whose a name is.
    ///
    /// A name may hold blanks, but no comma.
    package static func portions<Earner: Equatable>(
        _ bytes: ArraySlice<UInt8>, _ earner: (ArraySlice<UInt8>) -> Earner?
    ) throws(ValueFault) -> [(earner: Earner, millionths: UInt32)] {
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count <= contributorsMax else {
            throw ValueFault("at most \(contributorsMax) earners share a lead")
        }
        var portions: [(earner: Earner, millionths: UInt32)] = []
        var total: UInt32 = 0
        for part in parts {
            let part = part.trimmed
            let (name, millionths) = try portion(part)
            guard let earner = earner(name) else { throw malformed(part) }
            guard !portions.contains(where: { $0.earner == earner }) else {
                throw ValueFault("\(Text(name)) stands there twice")
            }
            // At most 32 parts of a million each: no overflow.
            total += millionths
            portions.append((earner, millionths))
        }
        guard total == wholeMillionths else {
            let text = Text(Decimal.bytes(Int64(total), decimals: 4))
            throw ValueFault("the shares are \(text)% together, not 100%")
        }
        return portions
    }

    /// One earner's name and share: the last word is the share.
    private static func portion(
        _ part: ArraySlice<UInt8>
    ) throws(ValueFault) -> (name: ArraySlice<UInt8>, millionths: UInt32) {
        guard let blank = part.lastIndex(of: UInt8(ascii: " ")) else { throw malformed(part) }
        let name = part[..<blank].trimmed
        guard !name.isEmpty else { throw malformed(part) }
        let rate = try Rate.parse(part[(blank + 1)...])
        guard rate.millionths > 0 else {
            throw ValueFault("\(part.quoted) is no share: leave it out")
        }
        return (name, rate.millionths)
    }

    private static func malformed(_ part: ArraySlice<UInt8>) -> ValueFault {
        ValueFault("\(part.quoted) is not an earner and its share, such as P7 70%")
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
