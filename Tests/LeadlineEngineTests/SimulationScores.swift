@testable import LeadlineEngine

/// What random histories do about scores and mailings.
enum SimulationScores {
    static let grammar: [@Sendable (Simulation) -> [String]] = [
        { simulation in
            let rule = simulation.pick([
                ["FIELD", "service", "OP", "=", "VALUE", "payroll", "POINTS", "20"],
                ["FIELD", "value", "OP", ">", "VALUE", "10", "POINTS", "-5", "CAP", "30"],
                ["FIELD", "remarks", "OP", ">", "VALUE", "0", "POINTS", "40", "HALFLIFE", "3d"],
                ["FIELD", "quotes", "OP", ">", "VALUE", "0", "POINTS", "9", "HALFLIFE", "9d"],
            ])
            return ["SCORE.SET", simulation.pick(["rule-1", "rule-2", "rule-3"])] + rule
        },
        { ["SCORE.DEL", $0.pick(["rule-2", "rule-3"])] },
        { ["QUALIFY", "L\($0.pick([1, 2, 3]))", "NEED", $0.pick(["0", "25", "", "26"])] },
        { ["QUALIFY", "L\($0.pick([1, 2, 3]))", "BUDGET", "7", "TIMELINE", ""] },
        { ["SCORE", "L\($0.pick([1, 2, 3]))"] },
        { ["NURTURE.NEW", "EMAIL", $0.pick(["ann@gmail.com", "eve@bolt.example"])] },
        { [$0.pick(["SUPPRESS.ADD", "SUPPRESS.DEL"]), "EMAIL", "ann@gmail.com"] },
        { _ in ["NURTURE.UNSUBSCRIBE", "EMAIL", "eve@bolt.example", "TOPIC", "news", "CONFIRM"] },
    ]
}
