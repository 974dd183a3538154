/// How much the server's log says: lines of this severity and above.
package enum LogLevel: String, Sendable, CaseIterable {
    case trace
    case debug
    case info
    case notice
    case warning
    case error
    case critical

    /// The level at this place of `allCases`.
    init(place: Int) { self = Self.allCases[place] }

    /// Its place in `allCases`.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
