import LeadlineEngine
import Logging
import Synchronization
import Testing

@testable import LeadlineServer

@Suite("LiveLogHandler")
struct LiveLogHandlerTests {
    @Test(
        "What is logged follows the setting, at once and in every copy",
        arguments: LogLevel.allCases)
    func level(level: LogLevel) {
        let lines = Lines()
        let tuning = Tuning()
        var logger = Logger(label: "test") { _ in LineHandler(lines) }
        logger.handler = LiveLogHandler(logger.handler, tuning)
        let copy = logger
        var values = tuning.values
        values.logLevel = level
        tuning.values = values
        for severity in Logger.Level.allCases {
            logger.log(level: severity, "one")
            copy.log(level: severity, "two")
        }
        let expected = Logger.Level.allCases.filter { $0 >= Logger.Level(level) }.count
        #expect(lines.count == 2 * expected)
    }

    @Test("Details of a line come through")
    func metadata() {
        let lines = Lines()
        var logger = Logger(label: "test") { _ in LineHandler(lines) }
        logger.handler = LiveLogHandler(logger.handler, Tuning())
        logger[metadataKey: "a"] = "1"
        logger.notice("line", metadata: ["b": "2"])
        #expect(lines.last == "line a=1 b=2")
    }
}

/// What was logged.
private final class Lines: Sendable {
    private let all = Mutex<[String]>([])
    var count: Int { all.withLock { $0.count } }
    var last: String? { all.withLock { $0.last } }
    func add(_ line: String) { all.withLock { $0.append(line) } }
}

private struct LineHandler: LogHandler {
    private let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(_ lines: Lines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }
        let words = details.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        lines.add("\(event.message)" + words.joined())
    }
}
