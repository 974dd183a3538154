import LeadlineDomain

#if canImport(Glibc)
    import Glibc
#endif

/// The system's folder of time zones, a file for each.
package struct ZoneFolder: Sendable {
    /// Where it is.
    package var path: String

    /// Where systems have it.
    package init(path: String = "/usr/share/zoneinfo") { self.path = path }

    /// The zone that bytes name; UTC always, and on a system without the folder whatever has the
    /// shape of a name.
    func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> ZoneName {
        let name = try ZoneName.parse(bytes)
        guard name.text == "UTC" || !isThere || isZone(name) else { throw ZoneName.fault(bytes) }
        return name
    }

    private var isThere: Bool { access(path, F_OK) == 0 }

    /// Whether there is a file of that name which begins as those of zones do.
    private func isZone(_ name: ZoneName) -> Bool {
        // Not to wait where somebody put a pipe.
        let file = open("\(path)/\(name.text)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var first: [UInt8] = [0, 0, 0, 0]
        guard read(file, &first, first.count) == first.count else { return false }
        return first == Array("TZif".utf8)
    }
}
