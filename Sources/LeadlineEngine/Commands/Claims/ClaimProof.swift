import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// What a registrant keeps to show, whatever becomes of the claim, that it was there: where the
/// event stands that says so, and a digest of the claim that this event holds.
///
/// No personal data: the digest is salted, and the salt stands only here.
struct ClaimProof: Equatable, Sendable {
    let lead: LeadID
    let sequence: UInt64
    let at: Timestamp
    let hash: Digest256
    let protectedUntil: Timestamp
    let claim: Digest256
    let salt: UInt64

    private static let title: Text = "LEADLINE-PROOF-1"

    /// `LEADLINE-PROOF-1/L42/123/2026-11-21T17:00:00Z/…`, parts between slashes.
    var text: Text {
        let parts = [
            "\(Self.title)", "\(lead)", "\(sequence)", "\(at.text)", hash.hex,
            "\(protectedUntil.text)", claim.hex, Self.hex(salt),
        ]
        return Text(parts.joined(separator: "/"))
    }

    /// The digest of a claim: of its lead, customer, products, partner and times.
    ///
    /// Each is one line, the salt in front, so that whoever has the proof can make it again.
    static func digest(_ lead: Lead, _ claim: Claim, salt: UInt64) -> Digest256 {
        let lines: [Text] = [
            Text(hex(salt)), lead.id.text, lead.emailKey,
            Text(lead.products.map { "\($0)" }.joined(separator: ",")),
            lead.partner?.text ?? "", claim.registered.text, claim.accepted?.text ?? "",
            claim.expires.text,
        ]
        let bytes = lines.flatMap { Array($0.bytes) + [UInt8(ascii: "\n")] }
        return Digest256(of: bytes[...])
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ClaimProof: Argument {
    static var typeName: String { "proof" }

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.trimmed.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 8, Text(parts[0]) == Self.title, let lead = LeadID(parts[1]),
            let sequence = parts[2].decimal, let at = Timestamp(rfc3339: parts[3]),
            let hash = Digest256(hex: parts[4]), let until = Timestamp(rfc3339: parts[5]),
            let claim = Digest256(hex: parts[6]), parts[7].count == 16,
            let salt = UInt64(Text(parts[7]).description, radix: 16)
        else { throw ValueFault("this is no text that PROOF has answered") }
        self.init(
            lead: lead, sequence: sequence, at: at, hash: hash, protectedUntil: until,
            claim: claim, salt: salt)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

extension Digest256 {
    /// The digest that 64 hexadecimal digits write; nil for any other text.
    fileprivate init?(hex digits: ArraySlice<UInt8>) {
        guard digits.count == 2 * Digest256.byteCount else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = digit.hexValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.init(bytes: bytes[...])
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit in lower case; nil of any other byte.
    fileprivate var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

// MARK: - Giving and checking

/// PROOF: puts the claim's digest into an event, and answers where it stands.
func prove(tx: inout Transaction, reference: LeadReference) throws(Rejection) -> Word {
    let lead = try tx.lead(reference)
    guard tx.caller.wall.isHouse || tx.caller.wall.hasBrought(lead) else {
        throw Rejection(.noPermission, "PROOF is for who registered the lead")
    }
    guard let claim = lead.claim, claim.isAlive(at: tx.now) else {
        throw Rejection(.badState, "lead is \(lead.status.word) and holds no claim")
    }
    let salt = tx.randomNumber()
    let digest = ClaimProof.digest(lead, claim, salt: salt)
    tx.record(.claimProved, lead.subject, data: .proof(digest, until: claim.expires))
    let proof = ClaimProof(
        lead: lead.id, sequence: tx.eventHead.sequence, at: tx.now.wholeSeconds,
        hash: tx.eventHead.hash, protectedUntil: claim.expires.wholeSeconds, claim: digest,
        salt: salt)
    return Word(proof.text)
}

extension View {
    /// Looks whether the event that a proof names is there, unchanged, and says what the proof
    /// says.
    ///
    /// - Throws: `INVALID` when it never was as the proof has it.
    mutating func verify(_ proof: ClaimProof) throws(Rejection) -> ChainReport {
        var report = ChainReport()
        guard proof.sequence > 0, proof.sequence <= eventHead().sequence else {
            throw .invalid("proof", "there is no event \(proof.sequence)")
        }
        let before = proof.sequence == 1 ? nil : get(Schema.events.table, proof.sequence - 1)
        let event = get(Schema.events.table, proof.sequence)
        _ = forgiveCorruption()
        let previous = proof.sequence == 1 ? Digest256.zero : before?.hash
        guard let event, let previous, event.linked(after: previous).hash == event.hash else {
            report.brokenAt = proof.sequence
            return report
        }
        guard event.hash.isSame(as: proof.hash) else {
            throw .invalid("proof", "event \(proof.sequence) has another hash")
        }
        let data = EventData.proof(proof.claim, until: proof.protectedUntil).closed()
        guard event.type == EventType.claimProved.text, event.subject == proof.lead.text,
            event.at.wholeSeconds == proof.at, event.data == data
        else { throw .invalid("proof", "event \(proof.sequence) says something else") }
        report.events = 1
        return report
    }
}

extension EventData {
    /// What the event of a proof holds.
    fileprivate static func proof(_ claim: Digest256, until: Timestamp) -> EventData {
        var data = EventData()
        data.member("claim", .text(Text(claim.hex)))
        data.member("protected_until", .time(until))
        return data
    }
}

extension Timestamp {
    /// The same without what is less than a second, as times are printed.
    fileprivate var wholeSeconds: Timestamp {
        let rest = milliseconds % 1000
        return Timestamp(milliseconds: milliseconds - (rest < 0 ? rest + 1000 : rest))
    }
}
