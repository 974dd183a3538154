import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let leadByClaimEnd: UInt8 = 0x51
    static let leadByFollowUp: UInt8 = 0x52
    static let leadByDue: UInt8 = 0x53
    static let leadDueWith: UInt8 = 0x57
}

extension ResponseStage: RecordField, KeyPart {}

extension ResponseTarget: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(seconds)
        writer.write(isInDays)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let seconds: Int64 = try reader.read()
        guard let target = ResponseTarget(seconds: seconds, isInDays: try reader.flag()) else {
            throw .invalid
        }
        self = target
    }
}

extension FollowUp.Times: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(warn)
        writer.write(due)
        writer.write(escalate)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(warn: try reader.read(), due: try reader.read(), escalate: try reader.read())
    }
}

/// A byte string of its own, so that who only looks for what stands beside it steps over it.
extension FollowUp: RecordField {
    private static let version: UInt8 = 1

    package func encode(into writer: inout RecordWriter) {
        var inner = RecordWriter()
        inner.write(Self.version)
        inner.write(stage)
        inner.write(target)
        inner.write(warnShare.millionths)
        inner.write(since)
        inner.write(spent)
        inner.write(level.rawValue)
        inner.write(times)
        writer.bytes(inner.bytes)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        var inner = try RecordReader(try reader.bytes())
        guard inner.version == Self.version else { throw .unknownVersion(inner.version) }
        let stage: ResponseStage = try inner.read()
        let target: ResponseTarget = try inner.read()
        let share: UInt32 = try inner.read()
        let since: Timestamp = try inner.read()
        let spent: Int64 = try inner.read()
        let number: UInt8 = try inner.read()
        guard let warnShare = Rate(millionths: share), let level = Level(rawValue: number) else {
            throw .invalid
        }
        self.init(
            stage: stage, target: target, warnShare: warnShare, since: since, spent: spent,
            level: level, times: try inner.read())
        try inner.finish()
    }
}
