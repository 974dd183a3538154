import LeadlineDomain
import Testing

@Suite("ZoneName")
struct ZoneNameTests {
    @Test(
        "Names of zones are read as they are written",
        arguments: [
            "UTC", "America/New_York", "Etc/GMT+5", "America/Port-au-Prince", "EST5EDT",
            "America/Argentina/Buenos_Aires",
        ])
    func names(_ name: String) throws {
        #expect(try ZoneName.parse(slice(name)).text.description == name)
    }

    @Test(
        "What might lead elsewhere is no name",
        arguments: [
            "", "/etc/passwd", "../passwd", "America/../UTC", "America//UTC", "America/", "a\0b",
            "tzdata.zi", "posix/UTC", "right/UTC", "New York", "Zürich",
        ])
    func otherPaths(_ name: String) {
        let told = fault { () throws(ValueFault) in try ZoneName.parse(slice(name)) }
        #expect(told?.contains("is not a time zone") == true)
    }

    @Test("A name is bounded")
    func bound() throws {
        let most = "A" + String(repeating: "b", count: ZoneName.bytesMax - 1)
        #expect(try ZoneName.parse(slice(most)).text.count == ZoneName.bytesMax)
        let told = fault { () throws(ValueFault) in try ZoneName.parse(slice(most + "b")) }
        #expect(told == "at most \(ZoneName.bytesMax) bytes")
    }
}
