import LeadlineDomain

extension Recipe {
    /// Whether it is of somebody above the earner.
    var isOverride: Bool {
        if case .override = source { true } else { false }
    }

    /// Where the terms come from; of somebody above an earner, an outsider sees the rate alone.
    func origin(isInside: Bool) -> [ExplainedStep] {
        guard isInside else { return [ExplainedStep("override", rate?.text)] }
        switch source {
        case .terms(let terms):
            return [ExplainedStep("terms", terms.scope.text, Text("version \(terms.version)"))]
        case .override(let terms, let level):
            return [
                ExplainedStep("terms", terms.scope.text, Text("version \(terms.version)")),
                ExplainedStep(
                    "level", Text("\(level)"),
                    terms.overrides.map { Text("of \($0.base.word)") }),
                ExplainedStep("override", rate?.text, terms.scope.text),
            ]
        case .given, .givenRate: return [ExplainedStep("terms", nil, "given by hand")]
        }
    }
}

extension Reckoning {
    /// The steps as they are shown, each result before and after it was rounded.
    func explained(in currency: Currency) -> [ExplainedStep] {
        var shown: [ExplainedStep] = []
        for step in steps {
            shown += step.kind.explained(in: currency)
            if let exact = step.exact {
                shown.append(ExplainedStep("exact", exact.text(in: currency)))
            }
            guard let amount = step.amount else { continue }
            shown.append(
                ExplainedStep(
                    "result", Amount.text(amount, in: currency),
                    step.exact == nil ? nil : "rounded half away from zero"))
        }
        return shown
    }
}

extension Reckoning.Kind {
    fileprivate func explained(in currency: Currency) -> [ExplainedStep] {
        switch self {
        case .minSale(let least):
            [ExplainedStep("minsale", Amount.text(least, in: currency))]
        case .belowMinimum: [ExplainedStep("minsale", "not reached")]
        case .boost(let points): [ExplainedStep("boost", points.text, "campaign")]
        case .rate(let rate): [ExplainedStep("rate", rate.text)]
        case .fixed: [ExplainedStep("fixed", nil, "a flat fee per sale")]
        case .brackets(let brackets, let mode):
            [ExplainedStep("brackets", brackets.text(in: currency), mode.text)]
        case .given: [ExplainedStep("given", nil)]
        case .override(let level, let rate):
            [ExplainedStep("override", rate.text, Text("level \(level)"))]
        case .share(let portion): [ExplainedStep("share", portion.shown)]
        case .cap(let room):
            [ExplainedStep("cap", Amount.text(room, in: currency), "left in the period")]
        case .part(let portion): [ExplainedStep("part", portion.shown)]
        }
    }
}

extension Portion {
    /// The share as `2 of 3`, with its weight.
    fileprivate var shown: Text {
        Text("\(index + 1) of \(weights.count), weight \(weights[index])")
    }
}
