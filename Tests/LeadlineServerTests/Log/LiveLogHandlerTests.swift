import LeadlineEngine
import Logging
import Testing

@testable import LeadlineServer

@Suite("LiveLogHandler")
struct LiveLogHandlerTests {
    @Test(
        "What is logged follows the setting, at once and in every copy",
        arguments: LogLevel.allCases)
    func level(level: LogLevel) {
        let lines = LogLines()
        let tuning = Tuning()
        var logger = Logger(label: "test") { _ in LogLineHandler(lines) }
        logger.handler = LiveLogHandler(logger.handler, tuning)
        let copy = logger
        tuning.change { $0.logLevel = level }
        for severity in Logger.Level.allCases {
            logger.log(level: severity, "one")
            copy.log(level: severity, "two")
        }
        let expected = Logger.Level.allCases.filter { $0 >= Logger.Level(level) }.count
        #expect(lines.count == 2 * expected)
    }

    @Test("Details of a line come through")
    func metadata() {
        let lines = LogLines()
        var logger = Logger(label: "test") { _ in LogLineHandler(lines) }
        logger.handler = LiveLogHandler(logger.handler, Tuning())
        logger[metadataKey: "a"] = "1"
        logger.notice("line", metadata: ["b": "2"])
        #expect(lines.last == "notice: line a=1 b=2")
    }
}
