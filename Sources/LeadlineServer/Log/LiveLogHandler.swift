package import LeadlineEngine
package import Logging

/// A log handler whose level is what `loglevel` says now.
struct LiveLogHandler: LogHandler {
    private var base: any LogHandler
    private let tuning: Tuning

    /// Writes where `base` does.
    init(_ base: any LogHandler, _ tuning: Tuning) {
        self.base = base
        self.tuning = tuning
        // What passes here is not held back there.
        self.base.logLevel = .trace
    }

    /// The level of the server; a logger of its own has none.
    var logLevel: Logger.Level {
        get { Logger.Level(tuning.logLevel) }
        set {}
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { base.log(event: event) }
}

extension Logger.Level {
    /// The library's word for a level of the configuration.
    package init(_ level: LogLevel) {
        self =
            switch level {
            case .trace: .trace
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
    }
}
