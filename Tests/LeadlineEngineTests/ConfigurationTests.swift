import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("Configuration") struct ConfigurationTests {
    @Test("names are unique and lower case, and each key says what it decides")
    func keys() {
        let keys = ConfigurationTable.keys
        #expect(Set(keys.map(\.name)).count == keys.count)
        for key in keys {
            #expect(key.name == key.name.lowercased())
            #expect(key.summary.hasSuffix("."), "\(key.name)")
            #expect(ConfigurationTable.key(Text(key.name.uppercased()))?.name == key.name)
        }
    }

    @Test("every key takes its own default back, unless it is fixed")
    func defaults() throws {
        for key in ConfigurationTable.keys where key.isInFile {
            var values = ConfigurationValues()
            try key.put(Text(key.defaultText), into: &values)
            #expect(key.text(in: values) == key.defaultText, "\(key.name)")
        }
        for key in ConfigurationTable.keys where !key.isInFile {
            var values = ConfigurationValues()
            #expect(throws: ValueFault.self) { try key.put("x", into: &values) }
        }
    }

    @Test("numbers take their bounds and nothing beyond")
    func bounds() throws {
        for key in ConfigurationTable.keys {
            guard case .number(let range) = key.kind else { continue }
            var values = ConfigurationValues()
            for number in [range.lowerBound, range.upperBound] {
                try key.put(Text("\(number)"), into: &values)
                #expect(key.text(in: values) == "\(number)")
            }
            #expect(throws: ValueFault.self) { try key.put("x", into: &values) }
            let below = range.lowerBound.subtractingReportingOverflow(1)
            #expect(throws: ValueFault.self) {
                try key.put(Text("\(below.partialValue)"), into: &values)
            }
        }
    }

    @Test(
        "a zone is written as it is read",
        arguments: ["UTC", "+05:30", "-03:30", "+00:01", "-18:00"])
    func zones(text: String) {
        #expect(HouseZone(text: Text(text))?.text == text)
    }

    @Test("what is no zone is refused", arguments: ["", "+", "+19:00", "+1:00", "05:30", "+05:60"])
    func wrongZones(text: String) { #expect(HouseZone(text: Text(text)) == nil) }

    @Test("a pipeline sets all or nothing")
    func allOrNothing() throws {
        let talk = try SessionConversation()
        let before = talk.engine.tuning.values
        #expect(talk.type("CONFIG SET timeout 5 slowlog-max-len 3 port 1").hasPrefix("-ERR "))
        #expect(talk.engine.tuning.values == before)
        #expect(talk.type("CONFIG SET timeout 5 slowlog-max-len 3") == "+OK\n")
        #expect(talk.engine.tuning.idleSeconds == 5)
    }
}
