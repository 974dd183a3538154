/// What some terms hold for, from the most specific to the least.
package enum TermsScope: Hashable, Sendable {
    /// An agreement with one earner.
    case earner(Payee)
    /// What comes by a campaign.
    case campaign(CampaignID)
    /// What is earned by partners of a tier.
    case tier(Text)
    /// What comes from a source.
    case source(LeadSource)
    /// Everything else.
    case standard

    /// Reads `P7`, `R3`, `CMP2`, `TIER gold`, `SOURCE employee` or `DEFAULT`; one argument.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> TermsScope {
        if bytes.matches("default") { return .standard }
        if let payee = Payee(bytes) { return .earner(payee) }
        if let campaign = CampaignID(bytes) { return .campaign(campaign) }
        let words = bytes.split(separator: UInt8(ascii: " "), maxSplits: 1)
        if words.count == 2, words[0].matches("tier"), !words[1].trimmed.isEmpty {
            return .tier(Text(words[1].trimmed).asciiLowercased)
        }
        if words.count == 2, words[0].matches("source") {
            guard let source = LeadSource(word: words[1].trimmed) else {
                throw ValueFault("\(words[1].quoted) is not one of: \(LeadSource.words)")
            }
            return .source(source)
        }
        throw ValueFault(
            """
            \(bytes.quoted) is not a scope: P7, R3, CMP2, "TIER gold", "SOURCE employee" or DEFAULT
            """)
    }

    /// The scope as it is read.
    package var text: Text {
        switch self {
        case .earner(let payee): payee.text
        case .campaign(let id): id.text
        case .tier(let name): Text(Array("TIER ".utf8) + Array(name.bytes))
        case .source(let source): Text(Array("SOURCE ".utf8) + Array(source.text.bytes))
        case .standard: Text("DEFAULT" as StaticString)
        }
    }
}
