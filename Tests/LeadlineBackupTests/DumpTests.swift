import Foundation
import LeadlineBackup
import LeadlineStore
import Testing

@Suite("Dumps")
struct DumpTests {
    private let yard: Yard
    private static let names: [UInt8: String] = [0x10: "leaflet"]

    init() throws { yard = try Yard() }

    private func dump() throws -> [[UInt8]] {
        var bytes: [UInt8] = []
        var view = yard.store.view(.scan)
        _ = try RowDump.write(&view, names: Self.names) {
            (lines: [UInt8]) throws(BackupFault) in bytes += lines
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    private func load(_ lines: [[UInt8]], _ folder: String) throws -> UInt64 {
        let target = yard.path + "/" + folder
        let load = try RowLoad(path: target)
        for line in lines { try load.take(line) }
        _ = try load.finish()
        try Restore.release(target)
        let store = try Store.open(Yard.options(target))
        defer { store.close() }
        return try store.contentDigest()
    }

    private func refusal(_ lines: [[UInt8]]) -> BackupFault? {
        fault { _ = try load(lines, "refused-\(UUID().uuidString)") }
    }

    @Test("What is loaded is what was dumped, byte for byte, whatever the bytes")
    func roundTrip() throws {
        try yard.put(1...300, "a\"b\\c\u{1}\u{7f}é\u{ff}\n")
        let lines = try dump()
        #expect(lines.allSatisfy { $0.allSatisfy { (0x20..<0x7F).contains($0) } })
        #expect(try load(lines, "loaded") == yard.store.contentDigest())
    }

    @Test("A dump that another program has written anew is the same")
    func rewritten() throws {
        try yard.put(1...30, "é\"")
        var lines: [[UInt8]] = []
        for line in try dump() {
            let text = String(decoding: line, as: UTF8.self)
                .replacingOccurrences(of: "\":", with: "\" : ")
                .replacingOccurrences(of: "\\u00c3", with: "\u{c3}")
                .replacingOccurrences(of: "\\u000a", with: "\\n")
            lines.append(Array(text.utf8))
        }
        #expect(try load(lines, "loaded") == yard.store.contentDigest())
    }

    @Test("What is no whole dump is refused, with the line")
    func refused() throws {
        try yard.put(1...10)
        let lines = try dump()
        let last = lines.count
        #expect(refusal([]) == .line(0, reason: "is the last one: the dump is cut short"))
        #expect(refusal(Array(lines.dropLast())) != nil)
        #expect(isLine(refusal(Array(lines.dropFirst())), 1))
        for missing in 1..<last - 1 {
            var fewer = lines
            fewer.remove(at: missing)
            #expect(refusal(fewer) != nil, "without line \(missing + 1)")
        }
        var swapped = lines
        swapped.swapAt(10, 11)
        #expect(isLine(refusal(swapped), 12))
        #expect(isLine(refusal(lines + [lines[5]]), last + 1))
        for wrong in [#"{"table":"leaflet","key":"","value":""}"#, "{}", "", "row", #"{"a":1"#] {
            var others = lines
            others[9] = Array(wrong.utf8)
            #expect(isLine(refusal(others), 10), "\(wrong)")
        }
        var renamed = lines
        renamed[10] = Array(
            String(decoding: lines[10], as: UTF8.self)
                .replacingOccurrences(of: "leaflet", with: "letter").utf8)
        #expect(isLine(refusal(renamed), 11))
        var newer = lines
        newer[0] = Array(#"{"dump":"leadline","format":2}"#.utf8)
        #expect(isLine(refusal(newer), 1))
    }

    @Test("A byte that was changed is found")
    func changed() throws {
        try yard.put(1...1)
        let lines = try dump()
        for number in 1..<lines.count {
            // Each load makes a store: every byte would take a minute.
            // What the table is called is compared with the schema, which is not known here.
            let key = Array(lines[number]).firstIndex(of: UInt8(ascii: ",")) ?? 0
            for place in stride(from: key + number % 7, to: lines[number].count, by: 7) {
                var damaged = lines
                damaged[number][place] ^= 1
                #expect(refusal(damaged) != nil, "line \(number + 1), byte \(place)")
            }
        }
    }

    private func isLine(_ fault: BackupFault?, _ number: Int) -> Bool {
        guard case .line(let found, _) = fault else { return false }
        return found == number
    }
}
