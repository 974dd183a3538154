import Foundation
import Testing
import leadline_bench

@Suite("What leadline-bench starts")
struct BenchProcessTests {
    /// A shell that runs a script, and what it prints behind the text.
    private func line(
        after text: String, within patience: Duration = ChildProcess.startMax, _ script: String
    ) async throws -> String {
        let log = FileManager.default.temporaryDirectory
            .appending(path: "leadline-bench-process-\(UUID().uuidString)").path
        defer {
            // A log that stays behind in the temporary folder is no failure of the test.
            try? FileManager.default.removeItem(atPath: log)
        }
        let process = try ChildProcess("/bin/sh", ["-c", script], log: log)
        var rest = try await process.line(after: text)
        rest = try await process.line(after: text, within: patience)
        await process.stop(SIGTERM)
        return rest
    }

    @Test("A line is waited for, whatever was printed before it and however slowly it comes")
    func aWarningBeforeTheLineIsPassedOver() async throws {
        let script = """
            echo 'warning: running as root'; sleep 0.2; printf 'Leadline ready on 127.0.0.1:47'
            sleep 0.2; echo '11 (data /x)'; sleep 600
            """
        #expect(try await line(after: " ready on 127.0.0.1:", script) == "4711 (data /x)")
    }

    /// It slept, was woken behind its deadline by a busy machine, and gave up without a look.
    @Test("Whoever has no time left looks once more")
    func wokenLate() async throws {
        let script = "echo 'ready on 1'; sleep 600"
        #expect(try await line(after: "ready on ", within: .zero, script) == "1")
    }

    @Test("A program that ends before it is ready is told with its own last words")
    func aDeathIsToldInItsOwnWords() async throws {
        let failure = try await #require(throws: LoadFailure.self) {
            try await line(after: " ready on ", "echo one; echo 'the store is locked'; exit 75")
        }
        #expect(failure.description.contains("ended with status 75: one / the store is locked"))
    }
}

@Suite("Callgrind's file")
struct CallgrindProfileTests {
    /// Two functions of this program, one that calls the other, and one of LevelDB's.
    private let text = """
        # callgrind format
        positions: line
        events: Ir
        summary: 175

        ob=(1) /x/leadline-bench
        fl=(1) ???
        fn=(1) $s14leadline_bench7CostRunC9makeLeads
        0 5
        cfn=(2) $s14leadline_bench7CostRunC7execute33_ABC
        calls=3 0
        +4 170

        fn=(2)
        0 60
        * 10
        cob=(2) /usr/lib/libleveldb.so.1d
        cfi=(2) ???
        cfn=(3) 0x0000000000012340
        calls=1 0
        0 100

        ob=(2)
        fn=(3)
        0 100
        """

    @Test("Costs of lines are a part's own, costs of calls the phase's that is called")
    func reads() {
        let profile = CallgrindProfile(text: text)
        #expect(profile.total == 175)
        #expect(profile.parts == ["making and measuring the request": 75, "LevelDB": 100])
        #expect(profile.phases == [.execution: 170])
    }

    @Test(
        "Functions belong to a library, to what all use, or to a module",
        arguments: [
            ("0x0000000000012340", "/usr/lib/libleveldb.so.1d", "LevelDB"),
            ("leveldb::Status::Status()", "/x/leadline-bench", "LevelDB"),
            ("CCryptoBoringSSL_SHA256_Update", "/x/leadline-bench", "SHA-256"),
            ("psl_is_public_suffix2", "/usr/lib/libpsl.so.5", "names of domains"),
            ("swift_retain", "/x/libswiftCore.so", "references"),
            ("swift_allocObject", "/x/libswiftCore.so", "Swift runtime"),
            ("malloc", "/x/leadline-bench", "heap"),
            ("$s13LeadlineStore5GroupC4fill", "/x/leadline-bench", "LeadlineStore"),
            ("$sSa6appendyyxF", "/x/leadline-bench", "standard library"),
            ("_dl_fixup", "/x/ld-linux.so", "the rest"),
        ])
    func belongs(function: String, object: String, part: String) {
        #expect(CallgrindPart.name(of: function, in: object) == part)
    }
}

@Suite("CostBudget")
struct CostBudgetTests {
    @Test("A bound is kept up to itself, and when nothing was counted")
    func isKept() {
        #expect(CostBudget.Bound("x", most: 2, 2).isKept)
        #expect(!CostBudget.Bound("x", most: 2, 2.01).isKept)
        #expect(CostBudget.Bound("x", most: 2, nil).isKept)
    }
}
