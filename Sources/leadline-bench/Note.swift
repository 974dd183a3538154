/// Tells whoever waits how far it is, beside the report.
func note(_ text: String) { StandardError.write("leadline-bench: \(text)\n") }
