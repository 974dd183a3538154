/// The commands that bring a new lead to where an exported one stands.
///
/// They go into one block behind its `LEAD.NEW`, which `$1` names. What only time brings about,
/// `expired`, becomes a withdrawal with that reason.
package enum LeadCourse {
    /// The reason where the export has none.
    package static let reason = "imported"

    /// The commands, none for a lead that is to stay as it was made.
    package static func commands(
        _ record: BulkRecord, translate: (String) -> String
    ) -> [[String]] {
        let status = record["status"]?.scalar ?? "new"
        let reason = record["reason"]?.scalar ?? Self.reason
        let steps: [[String]]
        if record["direction"]?.scalar == "in" {
            steps = inbound(status, record)
        } else {
            let partner = record["partner"]?.scalar.map(translate)
            steps = outbound(status, partner, record)
        }
        return steps.map { step in step.map { $0 == "REASON?" ? reason : $0 } }
    }

    private static func outbound(
        _ status: String, _ partner: String?, _ record: BulkRecord
    ) -> [[String]] {
        var path = ["review", "offered", "accepted", "contacted", "quoted", "won"]
        var tail: [[String]] = []
        switch status {
        case "new": return []
        case "rejected": return [["STATUS", "$1", "rejected", "REASON", "REASON?"]]
        case "withdrawn", "expired": return [["LEAD.WITHDRAW", "$1", "REASON", "REASON?"]]
        case "lost":
            path = ["review", "offered", "accepted"]
            tail = [["STATUS", "$1", "lost", "REASON", "REASON?"]]
        default:
            guard let end = path.firstIndex(of: status) else { return [] }
            path.removeLast(path.count - end - 1)
        }
        let steps = path.map { state -> [String] in
            switch state {
            case "review": ["ASSIGN", "$1", partner ?? "", "FORCE", Self.reason]
            case "offered": ["RELEASE", "$1"]
            case "accepted": ["ACCEPT", "$1"]
            case "won": ["STATUS", "$1", "won", "VALUE", record["value"]?.scalar ?? "0"]
            default: ["STATUS", "$1", state]
            }
        }
        return steps + tail
    }

    private static func inbound(_ status: String, _ record: BulkRecord) -> [[String]] {
        let path = ["accepted", "qualified", "meeting", "negotiation", "won"]
        let isIncomplete = record["missing"] != .array([]) && record["missing"] != nil
        switch status {
        case "new", "queued": return []
        case "needsinfo":
            return isIncomplete ? [] : [["STATUS", "$1", "needsinfo", "REASON", "REASON?"]]
        case "rejected": return [["STATUS", "$1", "rejected", "REASON", "REASON?"]]
        case "withdrawn", "expired": return [["LEAD.WITHDRAW", "$1", "REASON", "REASON?"]]
        case "lost", "unqualified":
            return [["ACCEPT", "$1"], ["STATUS", "$1", status, "REASON", "REASON?"]]
        default: break
        }
        guard let end = path.firstIndex(of: status) else { return [] }
        return path.prefix(end + 1).compactMap { state in
            switch state {
            case "accepted": return ["ACCEPT", "$1"]
            case "meeting":
                // Without a date the meeting was left out on the way.
                guard let at = record["meeting"]?.scalar else { return nil }
                return ["STATUS", "$1", "meeting", "AT", at]
            case "negotiation":
                return record["meeting"]?.scalar == nil ? nil : ["STATUS", "$1", state]
            case "won": return ["STATUS", "$1", "won", "VALUE", record["value"]?.scalar ?? "0"]
            default: return ["STATUS", "$1", state]
            }
        }
    }
}
