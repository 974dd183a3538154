import LeadlineDomain
package import LeadlineStore

/// A rule as its key: the answer, and which leads it is for.
struct ResponseRuleID: KeyPart, Hashable {
    let stage: ResponseStage
    let scope: ResponseRule.Scope

    func append(to key: inout [UInt8]) {
        stage.append(to: &key)
        key.append(scope.kind)
        KeyText(scope.name.bytes).append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> ResponseRuleID? {
        guard let stage = ResponseStage.read(&key), let kind = key.byte(),
            let name = KeyText.read(&key),
            let scope = ResponseRule.Scope(kind: kind, name: Text(name.bytes))
        else { return nil }
        return ResponseRuleID(stage: stage, scope: scope)
    }
}

extension ResponseRule.Scope {
    // Numbers are on disk: never reuse one, never renumber.
    fileprivate var kind: UInt8 {
        switch self {
        case .any: 0
        case .service: 1
        case .tier: 2
        }
    }

    /// What the service or tier is called; nothing for any.
    var name: Text {
        switch self {
        case .any: ""
        case .service(let name), .tier(let name): name
        }
    }

    fileprivate init?(kind: UInt8, name: Text) {
        switch kind {
        case 0 where name.isEmpty: self = .any
        case 1: self = .service(name)
        case 2: self = .tier(name)
        default: return nil
        }
    }
}

extension ResponseRule: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: ResponseRuleID { ResponseRuleID(stage: stage, scope: scope) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(stage)
        writer.write(scope.kind)
        writer.write(scope.name)
        writer.write(target)
        writer.write(warnShare.millionths)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let stage: ResponseStage = try reader.read()
        let kind: UInt8 = try reader.read()
        let name: Text = try reader.read()
        let target: ResponseTarget = try reader.read()
        let share: UInt32 = try reader.read()
        guard let scope = Scope(kind: kind, name: name), let warnShare = Rate(millionths: share)
        else { throw .invalid }
        self.init(stage: stage, scope: scope, target: target, warnShare: warnShare)
    }
}

/// How long answers may take.
struct ResponseRuleTable: ~Copyable, Sendable {
    private(set) var table = Table<ResponseRule>(tag: Tag.responseRule, name: "sla")
}
