import LeadlineDomain
import LeadlineWire

/// Who or what had a part: a partner's, referrer's or campaign's id, or `ref:TEXT` with the REF of
/// a partner or referrer.
enum ContributorReference: Argument {
    static var typeName: String { "contributor" }
    static var naming: RecordNaming { .one }
    case payee(PayeeReference)
    case campaign(CampaignID)

    init(argument: Bytes) throws(ValueFault) {
        if let id = CampaignID(argument) {
            self = .campaign(id)
        } else if let reference = try? PayeeReference(argument: argument) {
            self = .payee(reference)
        } else {
            throw ValueFault(
                "\(argument.quoted) is not a P, R or CMP and a number, or ref:TEXT")
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .payee(let reference): reference.feed(&fingerprint)
        case .campaign(let id): fingerprint.feed(id.text.bytes)
        }
    }
}

/// Earners with their shares, 100 % together: `P7 70%,ref:ACME 30%`.
struct ShareList: Argument {
    static var typeName: String { "shares" }
    let shares: [(earner: PayeeReference, millionths: UInt32)]

    init(argument: Bytes) throws(ValueFault) {
        shares = try CreditShare.portions(argument) { try? PayeeReference(argument: $0) }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        for share in shares {
            let rate = Rate(millionths: share.millionths)?.text ?? "100%"
            fingerprint.feed(Text("\(share.earner.text) \(rate)").bytes)
        }
    }
}

extension PayeeReference {
    /// The name as it is read.
    fileprivate var text: Text {
        switch target {
        case .id(let payee): payee.text
        case .ref(let ref): Text("ref:\(ref)")
        }
    }
}
