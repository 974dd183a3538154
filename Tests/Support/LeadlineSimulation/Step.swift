/// The words of one request.
package typealias Line = [String]

/// What becomes of a group that is on its way to the disk.
package enum Fate: String, Sendable, CaseIterable {
    /// It is on disk.
    case durable
    /// It is certainly not, and never will be: another writer was first.
    case superseded
    /// Nobody knows; a restart shows that it is.
    case unknownWritten
    /// Nobody knows; a restart shows that it is not.
    case unknownLost
}

/// One thing that happens in a simulated house.
///
/// A step has everything that it needs, randomness included, and one that finds nothing to do does
/// nothing: any part of a history is a history, which is what shrinking lives on.
package enum Step: Sendable, Equatable {
    /// A connection is opened.
    case connect(Int)
    /// It goes away, whatever it waits for.
    case disconnect(Int)
    /// A connection sends a request.
    case send(Int, Line, random: UInt64)
    /// A connection sends MULTI, these and EXEC.
    case block(Int, [Line], random: UInt64)
    /// A connection sends MULTI and these, and goes away.
    case abandon(Int, [Line])
    /// The oldest request that works in steps makes its next.
    case proceed(random: UInt64)
    /// What was executed becomes a group; what is executed from now on is the next one.
    case seal
    /// The sealed group goes to the disk.
    case append(Fate)
    /// The writer learns what became of it, and whoever waits is answered.
    case settle
    /// Time passes; backwards when it is negative, as where a clock is set.
    case pass(milliseconds: Int64)
    /// The writer looks for what is due, and has at most so many happen.
    case fire(Int, random: UInt64)
    /// The process ends as in a crash, and another one opens the store.
    case crash(random: UInt64)
}

extension Step: CustomStringConvertible {
    /// The step as a history is printed: a line.
    package var description: String {
        switch self {
        case .connect(let number): "#\(number) connects"
        case .disconnect(let number): "#\(number) goes away"
        case .send(let number, let line, _): "#\(number) > \(Self.shown(line))"
        case .block(let number, let lines, _):
            "#\(number) > MULTI; \(lines.map(Self.shown).joined(separator: "; ")); EXEC"
        case .abandon(let number, let lines):
            "#\(number) > MULTI; \(lines.map(Self.shown).joined(separator: "; ")), and goes away"
        case .proceed: "the next step of what works in steps"
        case .seal: "the group is sealed"
        case .append(let fate): "the group goes to the disk: \(fate.rawValue)"
        case .settle: "the writer learns what became of it"
        case .pass(let milliseconds): "\(Self.span(milliseconds)) pass"
        case .fire(let count, _): "what is due happens, at most \(count)"
        case .crash: "the process dies, and another one opens the store"
        }
    }

    private static func shown(_ line: Line) -> String {
        line.map { word in
            word.isEmpty || word.contains(" ") ? "\"\(word)\"" : word
        }.joined(separator: " ")
    }

    private static func span(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1000
        return "\(seconds / 86_400)d \(seconds % 86_400 / 3600)h \(seconds % 3600 / 60)m "
            + "\(seconds % 60).\(abs(milliseconds % 1000))s"
    }
}
