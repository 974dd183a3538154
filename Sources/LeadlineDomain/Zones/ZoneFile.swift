/// Reads a file of zones, `TZif` of version 1 to 4 (RFC 8536); no bytes, however wrong, make it
/// trap.
struct ZoneFile {
    private var rest: ArraySlice<UInt8>

    /// The largest file; those of all zones are far smaller.
    static let bytesMax = 1 << 16
    /// Changes, and kinds of time, of one zone.
    private static let changesMax = 4096
    private static let kindsMax = 256

    private struct Header {
        var version: UInt8
        var utCount: Int
        var standardCount: Int
        var leapCount: Int
        var changeCount: Int
        var kindCount: Int
        var nameBytes: Int
    }

    private init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The rules that the file of a zone tells.
    static func parse(
        _ bytes: ArraySlice<UInt8>, name: Text
    ) throws(ValueFault) -> ZoneRules {
        guard bytes.count <= bytesMax else { throw fault("at most \(bytesMax) bytes") }
        var file = ZoneFile(bytes)
        let header = try file.header()
        guard header.version > 0 else {
            return try file.block(header, timeBytes: 4, name: name, hasRule: false)
        }
        // What older programs read stands first, and is told again with times of 64 bits.
        let old =
            header.changeCount * 5 + header.kindCount * 6 + header.nameBytes
            + header.leapCount * 8 + header.standardCount + header.utCount
        _ = try file.take(old)
        return try file.block(try file.header(), timeBytes: 8, name: name, hasRule: true)
    }

    private static func fault(_ what: String) -> ValueFault {
        ValueFault("the file of the zone cannot be read: \(what)")
    }

    private mutating func take(_ count: Int) throws(ValueFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= rest.count else { throw Self.fault("it is cut short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func number(_ byteCount: Int) throws(ValueFault) -> Int64 {
        let bytes = try take(byteCount)
        var value: UInt64 = (bytes.first ?? 0) >= 0x80 ? .max : 0
        for byte in bytes { value = value << 8 | UInt64(byte) }
        return Int64(bitPattern: value)
    }

    private mutating func count(atMost most: Int) throws(ValueFault) -> Int {
        let count = try number(4)
        guard count >= 0, count <= Int64(most) else { throw Self.fault("a count is out of bounds") }
        return Int(count)
    }

    private mutating func header() throws(ValueFault) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else {
            throw Self.fault("it does not begin with TZif")
        }
        let version = try take(1).first ?? 0
        _ = try take(15)
        let header = Header(
            version: version, utCount: try count(atMost: Self.kindsMax),
            standardCount: try count(atMost: Self.kindsMax),
            leapCount: try count(atMost: Self.changesMax),
            changeCount: try count(atMost: Self.changesMax),
            kindCount: try count(atMost: Self.kindsMax),
            nameBytes: try count(atMost: Self.bytesMax))
        guard header.kindCount > 0 else { throw Self.fault("it tells no time") }
        return header
    }

    private mutating func block(
        _ header: Header, timeBytes: Int, name: Text, hasRule: Bool
    ) throws(ValueFault) -> ZoneRules {
        guard header.leapCount == 0 else { throw Self.fault("it counts leap seconds") }
        var changes: [Int64] = []
        for _ in 0..<header.changeCount {
            let time = try number(timeBytes)
            guard changes.last.map({ $0 < time }) ?? true else {
                throw Self.fault("its changes are not in order")
            }
            changes.append(time)
        }
        let kinds = try take(header.changeCount)
        var kindOffsets: [Int32] = []
        for _ in 0..<header.kindCount {
            kindOffsets.append(try offset())
            _ = try take(2)
        }
        _ = try take(header.nameBytes + header.standardCount + header.utCount)
        var offsets: [Int32] = []
        for kind in kinds {
            guard Int(kind) < kindOffsets.count else { throw Self.fault("a time is not told") }
            offsets.append(kindOffsets[Int(kind)])
        }
        return ZoneRules(
            name: name, changes: changes, offsets: offsets, firstOffset: kindOffsets[0],
            rule: hasRule ? try rule() : nil)
    }

    private mutating func offset() throws(ValueFault) -> Int32 {
        let offset = try number(4)
        let bound = Int64(ZoneRules.offsetMax)
        guard (-bound...bound).contains(offset) else { throw Self.fault("a clock is too far off") }
        return Int32(offset)
    }

    /// What stands behind the block, between two ends of lines; nothing where nothing changes.
    private mutating func rule() throws(ValueFault) -> ZoneYearRule? {
        guard rest.first == 0x0A, rest.last == 0x0A, rest.count >= 2 else {
            throw Self.fault("its last line is missing")
        }
        let line = rest.dropFirst().dropLast()
        guard !line.isEmpty else { return nil }
        guard let rule = ZoneYearRule(line) else {
            throw Self.fault("its rule \(line.quoted) is not understood")
        }
        return rule
    }
}

extension ZoneRules {
    /// The rules in the bytes of a file of zones; throws when they are not understood.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, name: Text
    ) throws(ValueFault) -> ZoneRules {
        try ZoneFile.parse(bytes, name: name)
    }
}
