/// What terms are looked for.
package struct TermsQuestion: Sendable {
    /// What the bonus is for.
    package let type: BonusType

    /// The products of the sale; empty is all.
    package let products: [Text]

    /// Makes a question of its parts.
    package init(type: BonusType, products: [Text]) {
        self.type = type
        self.products = products
    }

    /// How well terms fit: nil when they do not, else the more they say, the more.
    ///
    /// Terms without a type and recipient are for whoever brought the lead; those of an agreement
    /// with one earner are for whatever it earns.
    package func fit(of terms: Terms) -> Int? {
        guard terms.type == nil || terms.type == type else { return nil }
        guard terms.products.isEmpty || products.isEmpty || meets(terms.products) else {
            return nil
        }
        if let recipient = terms.recipient {
            guard recipient == type.recipient else { return nil }
        } else if terms.type == nil, type.recipient != .referrer {
            guard case .earner = terms.scope else { return nil }
        }
        return (terms.type == nil ? 0 : 4) + (terms.recipient == nil ? 0 : 2)
            + (terms.products.isEmpty ? 0 : 1)
    }

    private func meets(_ others: [Text]) -> Bool {
        others.contains { products.contains(spelledLike: $0) }
    }
}

/// Finds the terms that apply: the most specific decide (`rules.md` 6).
package enum TermsChoice {
    /// The terms of one scope that fit best, the first of equals; nil when none fits.
    package static func best(_ rows: [Terms], for question: TermsQuestion) -> Terms? {
        var best: (terms: Terms, fit: Int)?
        for terms in rows {
            guard let fit = question.fit(of: terms), fit > best?.fit ?? -1 else { continue }
            best = (terms, fit)
        }
        return best?.terms
    }
}
