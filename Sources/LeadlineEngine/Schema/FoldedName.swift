import LeadlineDomain
import LeadlineStore

/// A name as its key: lower case, so that two spellings are one.
struct FoldedName: KeyPart, Hashable {
    let name: Text
    init(_ name: Text) { self.name = name.asciiLowercased }
    func append(to key: inout [UInt8]) { KeyText(name.bytes).append(to: &key) }
    static func read(_ key: inout KeyReader) -> FoldedName? {
        guard let text = KeyText.read(&key) else { return nil }
        let name = FoldedName(Text(text.bytes))
        return name.name.bytes == text.bytes ? name : nil
    }
}
