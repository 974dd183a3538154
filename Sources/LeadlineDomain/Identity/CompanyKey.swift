/// A company's name apart from letter case, punctuation and blanks.
package struct CompanyKey: Hashable, Sendable {
    /// Lower-case words with one blank between.
    package let text: Text

    /// Nil when nothing but punctuation and blanks is left.
    package init?(_ company: Text) {
        var key: [UInt8] = []
        key.reserveCapacity(company.count)
        var isInWord = false
        let lowercased = company.hasBytesBeyondASCII ? company.lowercased : company
        lowercased.bytes.withUnsafeBufferPointer { bytes in
            for byte in bytes {
                guard SearchWords.isPart(byte) else {
                    isInWord = false
                    continue
                }
                if !isInWord, !key.isEmpty { key.append(0x20) }
                key.append(byte.lowercased)
                isInWord = true
            }
        }
        guard !key.isEmpty else { return nil }
        text = Text(key)
    }

    /// The key of a company at a postal code.
    package func key(with zip: Zip) -> Text {
        var key: [UInt8] = []
        key.reserveCapacity(text.count + 16)
        key.append(contentsOf: text.bytes)
        key.append(0x00)
        zip.append(to: &key)
        return Text(key)
    }
}
