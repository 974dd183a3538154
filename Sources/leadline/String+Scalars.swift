extension String {
    /// The text with each `scalar` written as `words`, whatever follows it.
    ///
    /// `replacing` compares characters, and a quote before a mark that combines with it is another
    /// character: it would stay as it is, and end what it stands in.
    func replacingScalar(_ scalar: Unicode.Scalar, with words: String) -> String {
        var result = UnicodeScalarView()
        for each in unicodeScalars {
            if each == scalar {
                result.append(contentsOf: words.unicodeScalars)
            } else {
                result.append(each)
            }
        }
        return String(result)
    }
}
