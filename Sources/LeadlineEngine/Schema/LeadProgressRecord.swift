import LeadlineDomain
package import LeadlineStore

/// A byte string of its own, so that who only looks for what stands beside it steps over it.
extension LeadProgress: RecordField {
    private static let version: UInt8 = 1

    package func encode(into writer: inout RecordWriter) {
        var inner = RecordWriter()
        inner.write(Self.version)
        inner.write(reached)
        inner.write(offered)
        inner.write(accepted)
        inner.write(contacted)
        inner.write(misses)
        writer.bytes(inner.bytes)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        var inner = try RecordReader(try reader.bytes())
        guard inner.version == Self.version else { throw .unknownVersion(inner.version) }
        let progress = LeadProgress(
            reached: try inner.read(), offered: try inner.read(), accepted: try inner.read(),
            contacted: try inner.read(), misses: try inner.read())
        try inner.finish()
        guard let progress else { throw .invalid }
        self = progress
    }
}

extension MissedResponse: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(stage)
        writer.write(due)
        writer.write(partner)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            stage: try reader.read(), due: try reader.read(), partner: try reader.read())
    }
}
