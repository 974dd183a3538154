import LeadlineDomain
import LeadlineWire

/// A tier's name, in lower case: however it is spelt, it is one tier.
struct TierName: Argument {
    static var typeName: String { "tier" }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        guard !name.isEmpty else { throw ValueFault("must not be empty") }
        // Filters take comma lists of tiers.
        guard !name.contains(UInt8(ascii: ",")) else {
            throw ValueFault("\(name.quoted) has a comma")
        }
        text = Text(name).asciiLowercased
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}
