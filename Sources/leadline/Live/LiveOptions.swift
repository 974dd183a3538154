import ArgumentParser

/// What every live screen can be told.
struct LiveOptions: ParsableArguments {
    private static let secondsMin = 0.1
    private static let secondsMax = 86_400.0

    @Option(help: "Look again every so many seconds.")
    private var every: Double?

    @Option(help: "Print it so many times, one below the other, instead of taking the screen.")
    private(set) var times: Int?

    @Option(help: "Style the screen: auto, always or never.")
    private var color = ColorChoice.auto

    /// Every second, until it is ended.
    init() {}

    /// Refuses what cannot be meant.
    func validate() throws {
        guard every.map({ (Self.secondsMin...Self.secondsMax).contains($0) }) ?? true else {
            throw ValidationError("--every is a number of seconds, at least \(Self.secondsMin)")
        }
        guard times.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--times is a number from 1 on")
        }
    }

    /// Seconds between two readings.
    func seconds(_ standard: Double) -> Double { every ?? standard }

    /// Whether the screen is taken: a person looks, and nothing was counted.
    var isFullScreen: Bool { times == nil && FullScreen.isPossible }

    /// Whether styles are wanted.
    var isStyled: Bool { color.isStyled(isTerminal: Terminal.isOutput) }
}
