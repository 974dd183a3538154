import Testing
import leadline

@Suite("ShellCommand")
struct ShellCommandTests {
    @Test(
        "A line is sent, or is the shell's own",
        arguments: [
            ("LEAD.GET L1", ShellCommand.send("LEAD.GET L1")), ("  ", .skip), ("# note", .skip),
            ("quit", .quit), ("exit", .quit), ("\\q", .quit), ("\\?", .help),
            ("\\o json", .output(.json)), ("\\x", .toggleVertical), ("\\timing", .toggleTiming),
            ("\\pager", .togglePager), ("\\next", .next),
            ("\\watch LEAD.LIST SORT due", .watch(2, "LEAD.LIST SORT due")),
            ("\\watch 0.5 PING", .watch(0.5, "PING")),
            ("\\follow TYPE lead.*", .follow(["TYPE", "lead.*"])),
            ("\\do 3", .act(3)), ("\\d 1", .act(1)),
        ])
    func judges(line: String, expected: ShellCommand) {
        #expect(ShellCommand(line) == expected)
    }

    @Test(
        "What cannot be done says why",
        arguments: [
            "\\o xml", "\\o", "\\watch", "\\watch 0 PING", "\\watch 3", "\\nonsense", "MONITOR",
            "SUBSCRIBE lead.*", "FORMAT JSON", "*1", "\\do", "\\do 0", "\\do x", "\\do 1 2",
        ])
    func refuses(line: String) {
        guard case .invalid(let reason) = ShellCommand(line) else {
            Issue.record("'\(line)' is taken for something")
            return
        }
        #expect(!reason.isEmpty)
    }
}
