import LeadlineDomain
import LeadlineWire

/// A service's name, in lower case: however it is spelt, it is one service.
struct ServiceName: Argument {
    static var typeName: String { "service" }
    let text: Text

    init(argument: Bytes) throws(ValueFault) {
        let name = argument.trimmed
        guard !name.isEmpty else { throw ValueFault("must not be empty") }
        // Filters take comma lists of services.
        guard !name.contains(UInt8(ascii: ",")) else {
            throw ValueFault("\(name.quoted) has a comma")
        }
        text = Text(name).asciiLowercased
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Where a list of coverage goes on: `P7/US-CA/payroll`.
struct CoverageCursor: Argument {
    static var typeName: String { "cursor" }
    let id: CoverageID

    init(argument: Bytes) throws(ValueFault) {
        // The service stands last, because it may hold a slash itself.
        let parts = argument.split(
            separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let partner = PartnerID(parts[0]) else {
            throw ValueFault("\(argument.quoted) is not a cursor of this list")
        }
        id = CoverageID(partner: partner, service: Text(parts[2]), area: Text(parts[1]))
    }

    init(_ id: CoverageID) { self.id = id }

    var text: Text { Text("\(id.partner)/\(id.area)/\(id.service)") }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Where a list of territories goes on: `US-90210`.
struct TerritoryCursor: Argument {
    static var typeName: String { "cursor" }
    let zip: Zip

    init(argument: Bytes) throws(ValueFault) {
        guard let dash = argument.firstIndex(of: UInt8(ascii: "-")),
            let country = CountryCode(argument[..<dash])
        else { throw ValueFault("\(argument.quoted) is not a cursor of this list") }
        zip = try Zip.parse(argument[(dash + 1)...], in: country)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(Area.zip(zip).text.bytes)
    }
}
