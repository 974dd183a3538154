import LeadlineDomain
import LeadlineWire

/// A card's brand as the gateway names it: one that is accepted, or another.
struct BrandName: Argument {
    static var typeName: String { "brand" }
    /// A brand in lower case.
    let text: Text

    /// The longest brand's name is much shorter.
    private static let bytesTypedMax = 32

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        let isName = name.allSatisfy {
            $0.isLetter || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-")
        }
        // It is not said again: a number may have been typed in the wrong place.
        guard isName, (1...Self.bytesTypedMax).contains(name.count) else {
            throw ValueFault("must be a brand's name, such as visa")
        }
        text = Text(name).asciiLowercased
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }

    /// The brand, if it is one that is accepted.
    var accepted: CardBrand? { CardBrand(word: text.bytes) }
}

/// The last four digits of a card; nothing else is ever kept of its number.
extension LastFour: Argument {
    static var typeName: String { "digits" }
    // Somebody may paste the whole number here: it is never shown.
    static var isSensitive: Bool { true }
    init(argument: Bytes) throws(ValueFault) { self = try LastFour.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// What came of an attempt, as somebody reports it.
struct PaymentResult: Argument {
    static var typeName: String { "result" }
    static var choices: [String] {
        PaymentState.allCases.filter(\.isResult).map { "\($0.word)" }
    }
    let state: PaymentState

    init(argument: Bytes) throws(ValueFault) {
        guard let state = PaymentState(word: argument), state.isResult else {
            throw ValueFault(
                "\(argument.quoted) is not one of: \(Self.choices.joined(separator: " "))")
        }
        self.state = state
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(state.rawValue))
    }
}

/// How something is paid without the gateway.
struct OfflineMethod: Argument {
    static var typeName: String { "method" }
    static var choices: [String] {
        PaymentMethod.allCases.filter { $0 != .card }.map { "\($0.word)" }
    }
    let method: PaymentMethod

    init(argument: Bytes) throws(ValueFault) {
        guard let method = PaymentMethod(word: argument), method != .card else {
            throw ValueFault(
                "\(argument.quoted) is not one of: \(Self.choices.joined(separator: " "))")
        }
        self.method = method
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(method.rawValue))
    }
}

/// What a processor says: up to 4 KiB, never a card number.
struct ProcessorMessage: Argument {
    static var typeName: String { "text" }
    static var isSensitive: Bool { true }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        guard !CardNumber.appears(in: argument) else { throw CardNumber.fault }
        text = Text(argument)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}
