/// How long an answer may take, for which leads.
package struct ResponseRule: Equatable, Sendable {
    /// The answer.
    package let stage: ResponseStage

    /// Which leads it is for.
    package let scope: Scope

    /// How long it may take.
    package var target: ResponseTarget

    /// The share of that after which it is warned.
    package var warnShare: Rate

    /// Which leads a rule is for; the more specific one counts: service, then tier, then any.
    package enum Scope: Hashable, Sendable {
        /// Those that no other rule is for.
        case any
        /// Those of a service, by its name in lower case.
        case service(Text)
        /// Those of a partner of a tier, by its name in lower case.
        case tier(Text)
    }

    /// Makes a rule of its parts.
    package init(stage: ResponseStage, scope: Scope, target: ResponseTarget, warnShare: Rate) {
        self.stage = stage
        self.scope = scope
        self.target = target
        self.warnShare = warnShare
    }

    /// The share after which is warned unless something else is said: 80 %.
    package static let usualWarnShare = Rate(millionths: 800_000) ?? .whole
}
