import Glibc
import LeadlineServer
import Testing

@Suite("PatientLog")
struct PatientLogTests {
    // Fault 112: a log target that is full holds nothing up, and the lost lines are counted.
    @Test("A full pipe loses lines, which are counted and told once there is room")
    func fullPipe() {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var log = PatientLog(descriptor: ends[1])
        let line = String(repeating: "x", count: 1000) + "\n"
        for _ in 0..<200 { log.write(line) }
        let lost = log.lostCount
        #expect(lost > 100 && lost < 200)
        var taken = [UInt8](repeating: 0, count: 1 << 20)
        #expect(read(ends[0], &taken, taken.count) == (200 - lost) * line.utf8.count)
        log.write("last\n")
        let count = read(ends[0], &taken, taken.count)
        let text = String(decoding: taken.prefix(count), as: UTF8.self)
        #expect(text == "leadline-server: \(lost) lines of this log are lost\nlast\n")
        #expect(log.lostCount == 0)
    }

    @Test("A full disk and a reader that left lose lines, too")
    func fullDisk() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        var log = PatientLog(descriptor: full)
        for _ in 0..<3 { log.write("line\n") }
        #expect(log.lostCount == 3)
    }

    @Test("A line is cut at its limit and still ends")
    func longLine() {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var log = PatientLog(descriptor: ends[1])
        log.write(String(repeating: "y", count: PatientLog.lineBytesMax) + "\n")
        var taken = [UInt8](repeating: 0, count: 2 * PatientLog.lineBytesMax)
        let count = read(ends[0], &taken, taken.count)
        #expect(count == PatientLog.lineBytesMax && taken[count - 1] == UInt8(ascii: "\n"))
    }
}
