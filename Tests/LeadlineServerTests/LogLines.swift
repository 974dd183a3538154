import Logging
import Synchronization

/// What was logged.
final class LogLines: Sendable {
    private let all = Mutex<[String]>([])
    var count: Int { all.withLock { $0.count } }
    var last: String? { all.withLock { $0.last } }
    func holds(_ text: String) -> Bool { all.withLock { $0.contains { $0.contains(text) } } }
    func add(_ line: String) { all.withLock { $0.append(line) } }
}

/// Keeps lines with their severity in front and their details behind.
struct LogLineHandler: LogHandler {
    private let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(_ lines: LogLines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }
        let words = details.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        lines.add("\(event.level): \(event.message)" + words.joined())
    }
}
