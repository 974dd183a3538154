import ArgumentParser
import LeadlineClient
import Testing
import leadline

@Suite("Leadline")
struct CommandLineTests {
    @Test(
        "Everything after the first word that is no option is the command",
        arguments: [
            (["PING"], ["PING"]),
            (["--port", "7", "LEAD.NEW", "--port", "8", "-h"], ["LEAD.NEW", "--port", "8", "-h"]),
            (["-h", "x", "HELP", "--help"], ["HELP", "--help"]),
            (["help"], ["help"]),
            (["--", "--odd", "word"], ["--odd", "word"]),
            (["ECHO", "--", ""], ["ECHO", "--", ""]),
            (["-o", "json"], []),
        ] as [([String], [String])])
    func keepsTheCommand(arguments: [String], expected: [String]) throws {
        #expect(try Leadline.parse(arguments).words == expected)
    }

    @Test("Options are read before the command")
    func readsOptions() throws {
        let line = try Leadline.parse(["-h", "db", "-p", "7", "-o", "csv", "X"])
        #expect(line.connection.host == "db")
        #expect(line.connection.port == 7)
        #expect(line.output == .csv)
    }

    @Test(
        "Options that cannot be meant together are refused",
        arguments: [
            ["--repeat", "0", "PING"], ["--interval", "1"], ["-x"], ["--stat", "PING"],
            ["--stat", "--latency"], ["--echo", "PING"], ["--echo", "--pipe"],
            ["--interval=-1", "PING"], ["--stat", "--follow"],
        ])
    func refusesOptions(arguments: [String]) {
        #expect(throws: (any Error).self) { try Leadline.parse(arguments) }
    }

    @Test(
        "Live screens and charts refuse what cannot be meant",
        arguments: [
            ["--every", "0"], ["--times", "0"], ["--columns", "0"], ["--rows", "9999"], ["FUNNEL"],
        ])
    func refusesScreens(arguments: [String]) {
        #expect(throws: (any Error).self) { try DashboardCommand.parse(arguments) }
        #expect(throws: (any Error).self) { try ChartCommand.parse(["REPORT"]) }
        #expect(throws: (any Error).self) { try ChartCommand.parse(["FUNNEL", "--width", "19"]) }
        #expect(throws: (any Error).self) { try WatchCommand.parse(["MONITOR"]) }
        #expect(throws: (any Error).self) { try WatchCommand.parse(["--every", "x", "PING"]) }
    }

    @Test("The options for TLS become what the client connects with, or nothing")
    func securesTheConnection() throws {
        #expect(try Leadline.parse(["PING"]).security.chosen == nil)
        let line = try Leadline.parse(
            ["--tls", "--cacert", "a", "--cert", "c", "--key", "k", "--sni", "s", "PING"])
        var expected = LeadlineClient.TransportSecurity()
        expected.authorityFile = "a"
        expected.certificateFile = "c"
        expected.keyFile = "k"
        expected.serverName = "s"
        #expect(line.security.chosen == expected)
        #expect(try Leadline.parse(["--tls", "--insecure"]).security.chosen?.isUnverified == true)
    }

    @Test(
        "A wrong command line ends with the usage status",
        arguments: [
            ["--bogus", "PING"], ["-o", "xml", "PING"], ["-p", "0", "PING"], ["-p", "70000"],
            ["--pipe", "PING"], ["--"], ["--cacert", "a", "PING"], ["--insecure", "PING"],
            ["--tls", "--key", "k", "PING"], ["--tls", "--insecure", "--cacert", "a", "PING"],
        ])
    func refusesWrongUsage(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Leadline.parse(arguments) }
        #expect(error.map { Leadline.exitCode(for: $0).rawValue } == SysExit.usage.rawValue)
    }

    @Test("Help and version are asked for, not sent", arguments: ["--help", "--version"])
    func answersItself(flag: String) {
        let error = #expect(throws: (any Error).self) { try Leadline.parse([flag]) }
        #expect(error.map { Leadline.exitCode(for: $0).rawValue } == 0)
    }

    @Test(
        "Each error code has its exit status",
        arguments: [
            ("ERR", SysExit.refused), ("NOTFOUND", .refused), ("EXISTS", .refused),
            ("UNCERTAIN", .refused), ("NOSPACE", .refused), ("TRYAGAIN", .tryAgain),
            ("LOADING", .tryAgain), ("LIMIT", .tryAgain), ("TIMEOUT", .tryAgain),
            ("SHUTDOWN", .tryAgain), ("RESYNC", .tryAgain),
            ("NOAUTH", .notAllowed), ("WRONGPASS", .notAllowed), ("NOPERM", .notAllowed),
            ("DENIED", .notAllowed), ("NOPROTO", .protocolError),
        ])
    func mapsCodes(code: String, expected: SysExit) {
        #expect(SysExit(ServerError(code: code, message: "")) == expected)
    }

    @Test("A failure to connect is unavailable unless the server said why")
    func mapsConnecting() {
        #expect(SysExit(connecting: ServerError(code: "ERR", message: "")) == .unavailable)
        #expect(SysExit(connecting: ServerError(code: "NOAUTH", message: "")) == .notAllowed)
        #expect(SysExit(connecting: CancellationError()) == .unavailable)
    }

    @Test("The statuses are those of sysexits")
    func numbers() {
        #expect(SysExit.badInput.rawValue == 65)
        #expect(SysExit.unavailable.rawValue == 69)
        #expect(SysExit.tryAgain.rawValue == 75)
        #expect(SysExit.protocolError.rawValue == 76)
        #expect(SysExit.notAllowed.rawValue == 77)
        #expect(SysExit.interrupted.rawValue == 130)
    }
}
