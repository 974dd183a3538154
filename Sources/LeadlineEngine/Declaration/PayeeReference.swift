import LeadlineDomain
import LeadlineWire

/// Who is paid: a partner's or referrer's id, or `ref:TEXT` with the REF of either.
struct PayeeReference: Argument, Equatable {
    static var typeName: String { "payee" }
    static var naming: RecordNaming { .one }
    let target: Target

    enum Target: Equatable, Sendable {
        case id(Payee)
        case ref(Text)
    }

    init(argument: Bytes) throws(ValueFault) {
        if argument.count > 4, argument.prefix(4).matches("REF:") {
            target = .ref(Text(argument.dropFirst(4)))
        } else if let payee = Payee(argument) {
            target = .id(payee)
        } else {
            throw ValueFault(
                "\(argument.quoted) is not a payee (P or R and a number, or ref:TEXT)")
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch target {
        case .id(let payee): payee.feed(&fingerprint)
        case .ref(let ref): fingerprint.feed("ref:\(ref)".utf8)
        }
    }
}
