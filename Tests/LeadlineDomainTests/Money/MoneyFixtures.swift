import LeadlineDomain

/// The rate that the text names; 0 % for text that names none.
func rate(_ text: String) -> Rate { (try? Rate.parse(slice(text))) ?? .zero }

/// Terms of the standard scope in US dollars.
func terms(_ reward: Terms.Reward) -> Terms {
    Terms(scope: .standard, currency: .usd, reward: reward)
}
