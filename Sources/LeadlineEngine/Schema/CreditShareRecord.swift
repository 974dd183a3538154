import LeadlineDomain
package import LeadlineStore

extension CreditShare: RecordField {
    /// One byte string, so that a list of them is read over like a list of texts.
    package func encode(into writer: inout RecordWriter) {
        var bytes = [source.rawValue]
        for byte in 0..<UInt32(Self.millionthsBytes) {
            bytes.append(UInt8(truncatingIfNeeded: millionths >> (8 * byte)))
        }
        writer.bytes(bytes + contributor.text.bytes)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let bytes = try reader.bytes()
        guard let number = bytes.first, let source = CreditSource(rawValue: number),
            let contributor = Contributor(bytes.dropFirst(1 + Self.millionthsBytes))
        else { throw .invalid }
        let millionths = bytes.dropFirst().prefix(Self.millionthsBytes).reversed()
            .reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard millionths <= CreditShare.wholeMillionths else { throw .invalid }
        self.init(contributor: contributor, millionths: millionths, source: source)
    }

    private static let millionthsBytes = 4
}
