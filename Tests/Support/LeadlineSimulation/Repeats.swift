import LeadlineDomain
import LeadlineEngine

/// Which requests were executed under which key: the same one again has to get the same reply, and
/// nothing may happen again.
struct Repeats {
    /// What a key was found to be.
    enum Finding: Equatable {
        /// Nobody has used it.
        case new
        /// It is the same request with the same reply, so late that either may have happened.
        case late
        /// It is the same request, and so is the reply.
        case repeated
        /// It is the same request with another reply than this first one.
        case differs(String)
        /// It is another request than this first one, and was not refused.
        case reused([Line])
    }

    private struct First {
        let lines: [Line]
        let reply: String
        let at: Timestamp
    }

    /// A day less than keys are kept for: clocks are set.
    static let freshMilliseconds = (EngineLimits.idempotencyDays - 1) * 86_400_000
    /// A day more: later than this no key is known any more.
    static let forgottenMilliseconds = (EngineLimits.idempotencyDays + 1) * 86_400_000

    private var firsts: [String: First] = [:]

    /// The name under which a request can be sent again; nil when it has no key, or a part of a
    /// block has none.
    func key(of lines: [Line], _ caller: Caller) -> String? {
        var keys: [String] = []
        for line in lines {
            guard let place = line.lastIndex(of: "IDEM"), place + 1 < line.count else {
                return nil
            }
            keys.append(line[place + 1])
        }
        let name = "\(caller.name) " + keys.joined(separator: " ")
        // Strangers share a name: their keys are told apart by what was asked as well.
        return caller.isAuthenticated ? name : "\(name) \(lines)"
    }

    /// Notes a request that was not refused.
    mutating func note(
        _ key: String, _ lines: [Line], _ reply: String, at now: Timestamp
    ) -> Finding {
        let first = firsts[key]
        let age = first.map { now.milliseconds - $0.at.milliseconds } ?? .max
        // Later a key may have been forgotten, and what is asked again happens again.
        guard let first, age < Self.freshMilliseconds else {
            // The same reply may be the kept one, which does not make its key younger.
            if age < Self.forgottenMilliseconds, first?.reply == reply { return .late }
            firsts[key] = First(lines: lines, reply: reply, at: now)
            return .new
        }
        guard first.lines == lines else { return .reused(first.lines) }
        return first.reply == reply ? .repeated : .differs(first.reply)
    }

    /// Forgets keys whose requests came to nothing.
    mutating func forget(_ keys: [String]) {
        for key in keys { firsts[key] = nil }
    }
}
