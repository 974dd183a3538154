import LeadlineDomain
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The system's folder of time zones, a file for each.
package struct ZoneFolder: Sendable {
    /// Where it is.
    package let path: String
    private let read = ZoneShelf()

    /// Where systems have it.
    package init(path: String = "/usr/share/zoneinfo") { self.path = path }

    /// The zone that bytes name; UTC always, and on a system without the folder whatever has the
    /// shape of a name.
    func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> ZoneName {
        let name = try ZoneName.parse(bytes)
        guard name.text == "UTC" || !isThere || rules(of: name.text) != nil else {
            throw ZoneName.fault(bytes)
        }
        return name
    }

    private var isThere: Bool { access(path, F_OK) == 0 }

    /// The rules of a zone, read once; nil when there is no such file, or none that is understood.
    func rules(of name: Text) -> ZoneRules? {
        if let known = read.rules(of: name) { return known }
        // The shape keeps a name from leading elsewhere.
        guard let name = try? ZoneName.parse(name.bytes),
            let bytes = contents(of: "\(name.text)"),
            let rules = try? ZoneRules.parse(bytes[...], name: name.text)
        else { return nil }
        read.keep(rules)
        return rules
    }

    /// The country that a zone is of, by the system's table; nil when that does not tell.
    func country(of name: Text) -> CountryCode? {
        if let known = read.country(of: name) { return known }
        let table = contents(of: Self.countryTable) ?? []
        read.keep(Self.countries(table[...]))
        return read.country(of: name) ?? nil
    }

    private static let countryTable = "zone.tab"

    /// Lines of a country, a place and the name of its zone, with TABs between.
    static func countries(_ table: ArraySlice<UInt8>) -> [Text: CountryCode] {
        var countries: [Text: CountryCode] = [:]
        for line in table.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            let cells = line.split(separator: 0x09, omittingEmptySubsequences: false)
            guard cells.count >= 3, let country = CountryCode(cells[0]) else { continue }
            countries[Text(cells[2])] = country
        }
        return countries
    }

    private static let fileBytesMax = 1 << 16

    /// The bytes of a file of the folder; nil when it cannot be read or is too large for one.
    private func contents(of name: String) -> [UInt8]? {
        // Not to wait where somebody put a pipe.
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.fileBytesMax + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { memory in
                Glibc.read(file, memory.baseAddress.map { $0 + count }, memory.count - count)
            }
            guard got >= 0 else { return nil }
            if got == 0 { break }
            count += got
        }
        return count > Self.fileBytesMax ? nil : Array(bytes[..<count])
    }
}

/// What was read of a folder of zones.
private final class ZoneShelf: Sendable {
    private struct Content {
        var rules: [Text: ZoneRules] = [:]
        var countries: [Text: CountryCode]?
    }

    private let content = Mutex(Content())

    func rules(of name: Text) -> ZoneRules? { content.withLock { $0.rules[name] } }

    func keep(_ rules: ZoneRules) { content.withLock { $0.rules[rules.name] = rules } }

    /// Nil when the table was not read yet.
    func country(of name: Text) -> CountryCode?? {
        content.withLock { content in content.countries.map { $0[name] } }
    }

    func keep(_ countries: [Text: CountryCode]) {
        content.withLock { $0.countries = countries }
    }
}
